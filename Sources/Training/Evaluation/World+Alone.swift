import MPI

/// What all ranks do together, also where there is but this process.
extension World? {
  /// Whether this rank reports.
  package var isRoot: Bool { self?.isRoot ?? true }

  /// This rank's contiguous part of `count` things.
  package func share(of count: Int) -> Range<Int> {
    let (rank, size) = (self?.rank ?? 0, self?.size ?? 1)
    return count * rank / size..<count * (rank + 1) / size
  }

  /// Runs `body` on every rank and returns only if it succeeded on all. A collective.
  package func together<Result>(_ body: () throws -> Result) throws -> Result {
    guard let world = self else { return try body() }
    return try world.together(body)
  }

  /// Reduces a list over all ranks, in place. A collective.
  package func allReduce<T: Element>(_ values: inout [T], _ reduction: Reduction = .sum) throws {
    try self?.communicator.allReduce(&values, reduction)
  }
}
