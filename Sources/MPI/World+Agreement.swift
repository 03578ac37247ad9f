import Failures

extension World {
  /// Runs `body`, which is no collective, on every rank and returns only if it succeeded on all. A collective over all
  /// ranks; see `Communicator.together`.
  package func together<Result>(_ body: () throws -> Result) throws -> Result {
    try together(raising: false, body).result
  }

  /// Does the same, and tells whether any rank raised a flag, at no more cost.
  package func together<Result>(
    raising flag: Bool, _ body: () throws -> Result
  ) throws -> (result: Result, isFlagRaised: Bool) {
    try communicator.together(raising: flag, body)
  }

  /// Runs `body` on rank 0 alone, while the others wait; its failure ends the job with one message.
  ///
  /// A collective over all ranks.
  package func onRoot(_ body: () throws -> Void) throws {
    try together { if isRoot { try body() } }
  }

  /// Ends the job for a reason that every rank has found at the same place: rank 0 tells it, the others keep silent
  /// until the job ends.
  package func failTogether(_ failure: Failure) throws -> Never {
    if !isRoot { try communicator.barrier() }
    throw failure
  }
}
