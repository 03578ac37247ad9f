import Datasets
import Failures
import Foundation
import NPY
import Testing

/// A data set directory of a test's own, removed with this object.
final class TemporaryDataset {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/training-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes and loads a split.
  func split(
    _ name: String = "train", rows: [[Float]], captions: [String], vectors: [[Float]]? = nil
  ) throws -> RetrievalSplit {
    try write(rows, to: "\(name)_ims.npy")
    try Data(captions.map { $0 + "\n" }.joined().utf8).write(
      to: URL(fileURLWithPath: file("\(name)_caps.txt")))
    if let vectors { try write(vectors, to: "\(name)_sents.npy") }
    return try RetrievalSplit.load(directory: path, split: name)
  }

  private func write(_ rows: [[Float]], to name: String) throws {
    let writer = try NPYWriter(path: file(name), columns: rows[0].count)
    for row in rows { try writer.append(row) }
    try writer.finish()
  }
}

/// Runs `body` and expects a failure with this status whose message has every phrase.
func expectFailure(
  _ status: Failures.ExitStatus, _ phrases: String..., sourceLocation: SourceLocation = #_sourceLocation,
  from body: () throws -> Void
) {
  do {
    try body()
    Issue.record("nothing was thrown", sourceLocation: sourceLocation)
  } catch let failure as Failure {
    #expect(failure.status == status, "\(failure)", sourceLocation: sourceLocation)
    for phrase in phrases {
      #expect(failure.description.contains(phrase), "\(failure)", sourceLocation: sourceLocation)
    }
  } catch {
    Issue.record("\(error)", sourceLocation: sourceLocation)
  }
}
