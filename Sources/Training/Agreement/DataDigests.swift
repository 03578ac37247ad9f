import Digests

/// A digest of every file that a run trains on or chooses its best checkpoint by: what hosts must have in common, and
/// what a run must find again when it is resumed.
package struct DataDigests: Codable, Equatable, Sendable {
  package let files: [FileDigest]

  package init(_ files: [FileDigest]) {
    self.files = files
  }

  /// One number for all files, their names and their order.
  ///
  /// - Throws: `.systemError` where there is no memory.
  package func combined() throws -> UInt64 {
    let digester = try Digester()
    for file in files {
      digester.combine(file.file)
      digester.combine(file.digest)
    }
    return digester.value
  }

  /// How a file differs from the one of the same name elsewhere.
  package enum Difference: Equatable, Sendable {
    case other(file: String)
    /// It is there, and is not elsewhere.
    case extra(file: String)
    /// It is not there, and is elsewhere.
    case missing(file: String)
  }

  /// The first difference, in the order of the files; nil where there is none.
  package func difference(from other: DataDigests) -> Difference? {
    let (own, others) = (byFile, other.byFile)
    for file in files where others[file.file] != own[file.file] {
      return others[file.file] == nil ? .extra(file: file.file) : .other(file: file.file)
    }
    return other.files.first { own[$0.file] == nil }.map { .missing(file: $0.file) }
  }

  /// Splits that share a photo have its annotation twice.
  private var byFile: [String: [String]] {
    Dictionary(grouping: files, by: \.file).mapValues { $0.map(\.digest) }
  }
}
