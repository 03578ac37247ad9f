import CWatch
import Foundation

/// Looks at this process now and then, and tells for how long it has not moved.
struct ActivitySampler {
  private(set) var state = RankState()
  private var progress: UInt64 = 0
  private var polls: UInt64 = 0
  private var work = ProcessWork()

  /// - Parameter elapsedSeconds: since the look before.
  mutating func look(elapsedSeconds: Double) {
    let sample = watch_read_sample()
    let polls = sample.polls != self.polls
    // A thread that looks at its requests all the time waits for them.
    let call = sample.call ?? (polls ? sample.polled : nil)
    let isWorking =
      sample.place.may_last != 0 && call == nil && work.hasGrown(elapsedSeconds: elapsedSeconds)
    let hasMoved = sample.progress != progress || isWorking
    state.stillSeconds = hasMoved ? 0 : state.stillSeconds + elapsedSeconds
    state.step = Int(sample.step)
    state.place = sample.place.name.map { String(cString: $0) } ?? "unknown"
    state.call = call.map { String(cString: $0) } ?? ""
    state.worldCallCount = Int(sample.world_calls)
    progress = sample.progress
    self.polls = sample.polls
  }
}
