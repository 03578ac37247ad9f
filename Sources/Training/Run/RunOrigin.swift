import Checkpoints
import Failures
import Files
import Foundation

/// The checkpoint that a run goes on from, with what was fitted to its training split and what its data were.
package struct RunOrigin {
  /// The directory of the run.
  let run: String
  let checkpoint: Checkpoint
  let record: RunRecord
  let encoder: InputEncoder
  /// Nil for a run of a version that kept none.
  let data: DataDigests?

  init(_ checkpoint: Checkpoint, run: String) throws {
    self.run = run
    self.checkpoint = checkpoint
    record = try RunRecord(contentsOf: try checkpoint.path(of: RunRecord.fileName))
    encoder = try EncoderFiles.read(checkpoint, record)
    data = try DataDigests(of: checkpoint)
    if data == nil {
      StandardError.write(
        "warning: \(run): this run was begun by a version that kept no digests of its data; "
          + "whether they are still the same is not known\n")
    }
  }
}

extension DataDigests {
  /// The file of a checkpoint.
  static let fileName = "data.json"
  /// A hundred times those of Flickr30K Entities.
  private static let maximumByteCount = 1 << 28

  /// Nil where a checkpoint has none.
  ///
  /// - Throws: `.badData` when the file is not as this program writes it.
  init?(of checkpoint: Checkpoint) throws {
    guard checkpoint.fileNames.contains(Self.fileName) else { return nil }
    let path = try checkpoint.path(of: Self.fileName)
    let data = try InputFile(path).contents(atMost: Self.maximumByteCount)
    do {
      self = try JSONDecoder().decode(DataDigests.self, from: data)
    } catch {
      throw Failure(.badData, "not the digests of a run's data: \(error)", at: path)
    }
  }

  /// Writes one of the files of a checkpoint.
  func write(to directory: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(try encoder.encode(self), to: "\(directory)/\(Self.fileName)")
  }
}
