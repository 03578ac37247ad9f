import Datasets
import Digests
import Failures
import MPI
import NPY

/// Reads every number of some feature files once: to see that all can be used, and to digest them.
///
/// Each host reads its own files, which its ranks share in equal parts. Ranks that were started in different places may
/// mean different files by one name; where those of a host do, each reads its own whole.
struct FeatureReading {
  private let world: World
  /// The ranks that share the parts; nil: this one alone.
  private let group: Communicator?

  /// A collective over all ranks.
  init(_ files: [NPYFile], world: World) throws {
    self.world = world
    let own = files.flatMap(\.identity)
    let digest = own.withUnsafeBytes { Int(truncatingIfNeeded: Digester.digest(of: $0)) }
    let least = try world.node.allReduce(digest, .minimum)
    let greatest = try world.node.allReduce(digest, .maximum)
    group = least == greatest ? world.node : nil
  }

  /// The digest of each file. A collective over all ranks.
  ///
  /// - Throws: `.badData` that names the first number that is not finite, on the rank that read it; when a file cannot be
  ///   read, or has changed meanwhile.
  func digests(_ files: [NPYFile]) throws -> [FileDigest] { try files.map(digest) }

  private func digest(_ file: NPYFile) throws -> FileDigest {
    let own = share(of: file.partCount)
    let parts = try world.together {
      let parts = try file.inspect(parts: own)
      try file.requireUnchanged()
      return parts
    }
    try requireFinite(file, parts)
    var digests = [Int](repeating: 0, count: file.partCount)
    for (place, part) in zip(own, parts) { digests[place] = Int(truncatingIfNeeded: part.digest) }
    try group?.allReduce(&digests)
    let whole = try world.together {
      try file.digest(ofParts: digests.map { UInt64(truncatingIfNeeded: $0) })
    }
    return FileDigest(path: file.path, digest: whole)
  }

  private func share(of partCount: Int) -> Range<Int> {
    guard let group else { return 0..<partCount }
    return partCount * group.rank / group.size..<partCount * (group.rank + 1) / group.size
  }

  /// The rank that has the first such number of its group tells it, with the rows that all have found.
  private func requireFinite(_ file: NPYFile, _ parts: [NPYPart]) throws {
    let first = parts.lazy.compactMap(\.firstNonFinite).first
    let ownCount = parts.reduce(0) { $0 + $1.nonFiniteRows }
    let rowCount = try group?.allReduce(ownCount, .sum) ?? ownCount
    let firstRow = try group?.allReduce(first?.row ?? Int.max, .minimum) ?? first?.row
    try world.together {
      guard let first, first.row == firstRow else { return }
      throw try file.nonFiniteFailure(at: first, rowCount: rowCount)
    }
  }
}
