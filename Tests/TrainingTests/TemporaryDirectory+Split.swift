import Datasets
import TestSupport

extension TemporaryDirectory {
  /// Writes and loads a split.
  func split(
    _ name: String = "train", rows: [[Float]], captions: [String], vectors: [[Float]]? = nil
  ) throws -> RetrievalSplit {
    try writeSplit(name, rows: rows, captions: captions, vectors: vectors)
    return try RetrievalSplit.load(directory: path, split: name)
  }
}
