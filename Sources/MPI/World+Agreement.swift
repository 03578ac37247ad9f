import Failures

extension World {
  /// Runs `body` on every rank and returns only if it succeeded on all.
  ///
  /// A collective over all ranks. When several ranks fail, as they do when a file is bad, the lowest one ends the
  /// job with its message and the others keep silent.
  package func together<Result>(_ body: () throws -> Result) throws -> Result {
    try together(raising: false, body).result
  }

  /// Does the same, and tells whether any rank raised a flag, at no more cost.
  package func together<Result>(
    raising flag: Bool, _ body: () throws -> Result
  ) throws -> (result: Result, isFlagRaised: Bool) {
    var failure: (any Error)?
    var result: Result?
    do { result = try body() } catch { failure = error }
    var smallest = [failure == nil ? size : rank, flag ? 0 : 1]
    try communicator.allReduce(&smallest, .minimum)
    let firstFailing = smallest[0]
    if let failure, firstFailing == rank { throw failure }
    if firstFailing < size { try communicator.barrier() }
    guard let result else { throw Failure(.software, "the failing rank did not end the job") }
    return (result, smallest[1] == 0)
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
