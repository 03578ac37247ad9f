import CWatch
import Failures
import Foundation
import Synchronization

/// Watches over a job beside MPI, by a thread that calls none of it and connections of its own.
///
/// Every rank tells the first two ranks once in a while what it does. The first ends the job when a rank has died or does
/// not move; the second does so when that is the first. Methods are for the thread that works.
package final class Watch: Sendable {
  /// What the working thread asks of the watching one.
  struct Requests {
    enum Question { case none, asked, answered(Bool) }
    /// Whether this rank may tell why it fails.
    var claim = Question.none
    /// Whether the others know that this rank is done.
    var leave = Question.none
  }

  private static let running = Mutex<Watch?>(nil)
  /// That of this process, once it has been started.
  package static var current: Watch? { running.withLock { $0 } }

  private let teller: Teller
  private let member: JobMember
  private let requests = RequestBoard()

  /// What the listening ranks tell all others when the job begins.
  private struct Introduction: Codable {
    let endpoint: Endpoint?
    let command: String
  }

  /// Has a fault of this process end it within moments, with its stack in the rank's log. Before MPI starts.
  package static func catchCrashes() { watch_catch_crashes() }

  /// Starts the thread that watches.
  ///
  /// - Parameter broadcast: brings bytes of a rank (the second value) to all. Called on every rank alike.
  package static func start(
    _ member: JobMember, broadcast: ([UInt8], _ root: Int) throws -> [UInt8]
  ) throws {
    watch_register_main_thread()
    if LaunchCommand.launcher != nil { watch_end_with_parent() }
    let listener = member.isListener ? Listener(host: member.host) : nil
    let own = Introduction(
      endpoint: listener?.endpoint, command: member.rank == 0 ? LaunchCommand.text(ranks: member.size) : "")
    let introductions = try (0..<min(JobMember.listenerCount, member.size)).map { root in
      let bytes = try broadcast([UInt8](JSONEncoder().encode(own)), root)
      return try JSONDecoder().decode(Introduction.self, from: Data(bytes))
    }
    let log = RankLog(runDirectory: member.settings.runDirectory, rank: member.rank)
    if let path = log.path { watch_set_crash_log((path as NSString).deletingLastPathComponent, path) }
    log.note("begins: rank \(member.rank) of \(member.size) on \(member.host), process \(getpid())")
    let watch = Watch(
      member: member, teller: Teller(member: member, log: log, command: introductions[0].command))
    running.withLock { $0 = watch }
    watch.startThread(listener, introductions.map(\.endpoint))
  }

  private init(member: JobMember, teller: Teller) {
    self.member = member
    self.teller = teller
  }

  private func startThread(_ listener: Listener?, _ endpoints: [Endpoint?]) {
    let (member, teller, requests) = (member, teller, requests)
    nonisolated(unsafe) let listener = listener
    let thread = Thread {
      Rounds(member: member, teller: teller, requests: requests, listener: listener, endpoints: endpoints)
        .run()
    }
    thread.name = "watch"
    thread.start()
  }

  /// Tells why this rank fails, unless another rank has told already why the job ends; then the reason goes into this
  /// rank's log. Returns whether it has told.
  ///
  /// - Parameter blamesOthers: MPI has failed, most likely because of another rank, which may speak first.
  package func tell(_ failure: Failure, blamesOthers: Bool) -> Bool {
    if blamesOthers { Thread.sleep(forTimeInterval: 1) }
    let notice = teller.notice(failure, about: ownState)
    guard requests.ask(\.claim, timeoutSeconds: 10) else {
      teller.log.write("silent, since another rank has told why the job ends: \(notice.dropLast())")
      return false
    }
    teller.tell(notice, of: failure)
    return true
  }

  /// Tells the others that this rank is done, before MPI is finalised: its end is no death.
  package func leave() {
    _ = requests.ask(\.leave, timeoutSeconds: 1)
    if Activity.hasBegunStep { teller.log.write("is done") }
  }

  private var ownState: WatchedRank {
    var sampler = ActivitySampler()
    sampler.look(elapsedSeconds: 0)
    return WatchedRank(rank: member.rank, host: member.host, state: sampler.state)
  }
}
