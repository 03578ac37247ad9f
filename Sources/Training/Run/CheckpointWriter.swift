import Foundation
import Threading

/// Writes checkpoints while the training goes on, one at a time.
///
/// For one rank of the job: what it writes are copies that nobody else touches.
final class CheckpointWriter {
  private var running: Writing?

  /// Begins to write. Waits for the checkpoint before, so that they never overtake each other and memory is that of
  /// one copy.
  ///
  /// - Throws: what the writing of the checkpoint before threw; where no thread can be started.
  func start(_ write: @escaping @Sendable () throws -> Void) throws {
    try finish()
    running = try Writing(write)
  }

  /// Waits until nothing is left to write.
  ///
  /// - Throws: what the writing threw.
  func finish() throws {
    defer { running = nil }
    try running?.wait()
  }

  /// Does not wait.
  ///
  /// - Throws: what the writing threw, if it has ended with an error.
  func check() throws {
    if running?.hasEnded == true { try finish() }
  }

  /// Unchecked: the condition guards the outcome.
  private final class Writing: @unchecked Sendable {
    private let condition = NSCondition()
    private var outcome: Result<Void, any Error>?

    /// Below the training's own threads: on a rank's only core a checkpoint should cost the pauses of the others.
    private static let niceness: Int32 = 10

    init(_ write: @escaping @Sendable () throws -> Void) throws {
      try StartedThread("checkpoint") { [self] in
        // On Linux of this thread alone.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.niceness)
        let result = Result { try write() }
        condition.withLock {
          outcome = result
          condition.broadcast()
        }
      }
    }

    var hasEnded: Bool { condition.withLock { outcome != nil } }

    func wait() throws {
      try condition.withLock {
        while outcome == nil { condition.wait() }
        try outcome?.get()
      }
    }
  }
}
