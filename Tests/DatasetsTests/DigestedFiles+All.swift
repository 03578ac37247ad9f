import Datasets
import Digests
import NPY

extension DigestedFiles {
  /// The digest of every file, by its name.
  func allDigests() throws -> [String: String] {
    let features = try featureFiles.map { file in
      let parts = try file.inspect(parts: 0..<file.partCount)
      return FileDigest(path: file.path, digest: try file.digest(ofParts: parts.map(\.digest)))
    }
    let all = try features + contentDigests()
    return Dictionary(uniqueKeysWithValues: all.map { ($0.file, $0.digest) })
  }
}

/// The files that are not the same in both, ascending.
func differingFiles(_ one: [String: String], _ other: [String: String]) -> [String] {
  Set(one.keys).union(other.keys).filter { one[$0] != other[$0] }.sorted()
}
