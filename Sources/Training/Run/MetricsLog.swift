import Checkpoints
import Failures
import Files
import Foundation

/// `metrics.jsonl`: one object a line, for each step and for each evaluation.
package final class MetricsLog {
  private let file: OutputFile

  /// A step that changed nothing, as written.
  package struct SkippedStep: Encodable {
    let step: Int
    let epoch: Int
    /// Why: "the loss is nan".
    let skipped: String
    /// Of the run up to now.
    let skippedSteps: Int
    /// The rows of the batch in the training split.
    let images: [Int32]
    let texts: [Int32]
  }

  /// One evaluation on a split, as written.
  package struct Evaluation: Encodable {
    let step: Int
    let epoch: Int
    let split: String
    /// Images of the split that were scored where those are not all.
    let firstImages: Int?
    let evaluation: TaskReport
  }

  private struct StepNumber: Decodable {
    let step: Int
  }

  /// Opens the log for appending. Lines of steps after `step` are from before an interruption and are dropped: the
  /// run does those steps again.
  package init(path: String, resumingAt step: Int) throws {
    let old =
      FileManager.default.fileExists(atPath: path) ? try InputFile(path).contents(atMost: .max) : Data()
    let decoder = JSONDecoder()
    var kept = Data()
    for line in old.split(separator: UInt8(ascii: "\n")) {
      guard let number = try? decoder.decode(StepNumber.self, from: Data(line)), number.step <= step else {
        continue
      }
      kept += line + [UInt8(ascii: "\n")]
    }
    try AtomicFile.write(kept, to: path)
    file = try OutputFile(extending: path)
  }

  package func write(_ entry: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try (encoder.encode(entry) + [UInt8(ascii: "\n")]).withUnsafeBytes { try file.write($0) }
  }
}
