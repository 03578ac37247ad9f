import Failures
import Foundation
import Testing

@testable import Training

@Suite("Writing in the background")
struct CheckpointWriterTests {
  /// What threads did, in their order.
  private final class Record: @unchecked Sendable {
    private let lock = NSLock()
    private var entries: [Int] = []

    func add(_ entry: Int) { lock.withLock { entries.append(entry) } }
    var all: [Int] { lock.withLock { entries } }
  }

  @Test("The caller goes on while it is written; the next one begins when it is done")
  func order() throws {
    let (writer, record, gate) = (CheckpointWriter(), Record(), DispatchSemaphore(value: 0))
    try writer.start {
      gate.wait()
      record.add(1)
    }
    // Only this thread opens the gate: had it waited for the writing, it would never come here.
    try writer.check()
    #expect(record.all.isEmpty)
    gate.signal()
    try writer.start { record.add(2) }
    #expect(record.all.first == 1)
    try writer.finish()
    #expect(record.all == [1, 2])
    try writer.finish()
  }

  @Test("A failure is thrown once, to whoever looks next")
  func failure() throws {
    let failure = Failure(.inputOutput, "no space", at: "a file")
    let writer = CheckpointWriter()
    try writer.start { throw failure }
    #expect(throws: failure) { try writer.finish() }
    try writer.finish()

    try writer.start { throw failure }
    #expect(throws: failure) { while true { try writer.check() } }

    try writer.start { throw failure }
    let record = Record()
    #expect(throws: failure) { try writer.start { record.add(1) } }
    #expect(record.all.isEmpty)
  }
}
