import Foundation
import Synchronization
import TestSupport
import Testing
import Threading

struct StartedThreadTests {
  /// What a thread writes and the one that waits for it reads.
  private final class Found: Sendable {
    let name = Mutex("")
    let isDone = DispatchSemaphore(value: 0)
  }

  @Test("A thread runs what it is given, under the first fifteen bytes of its name")
  func runs() throws {
    let found = Found()
    try StartedThread("a thread with a long name") {
      let name = (try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)) ?? ""
      found.name.withLock { $0 = name.trimmingCharacters(in: .newlines) }
      found.isDone.signal()
    }
    #expect(found.isDone.wait(timeout: .now() + 30) == .success)
    #expect(found.name.withLock { $0 } == "a thread with a")
  }

  @Test("Making sure of threads leaves none behind", arguments: [0, 1, 20])
  func require(count: Int) throws {
    for _ in 0..<50 { try StartedThread.require(count) }
  }
}
