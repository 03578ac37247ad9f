import Failures

extension Communicator {
  /// Runs `body` on every rank and returns only if it succeeded on all, so that no rank goes on to wait for one that
  /// has failed.
  ///
  /// A collective, which `body` must not be: a rank that fails alone in one would leave the others in it. When several
  /// ranks fail, as they do when a file is bad, the lowest one ends the job with its message and the others keep silent.
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
    try allReduce(&smallest, .minimum)
    let firstFailing = smallest[0]
    if let failure, firstFailing == rank { throw failure }
    if firstFailing < size { try barrier() }
    guard let result else { throw Failure(.software, "the failing rank did not end the job") }
    return (result, smallest[1] == 0)
  }
}
