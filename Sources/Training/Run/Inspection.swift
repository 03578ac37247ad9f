import Checkpoints
import Datasets
import Failures
import Foundation
import NPY

/// What stands at a path, for a person to read.
package struct Inspection {
  package let lines: [String]
  package let hasProblems: Bool
  /// The same for a program, of a data set; nil of anything else.
  package let json: String?

  /// - Parameter captionsPerImage: of a data set whose ids do not tell; 0: not given.
  /// - Throws: when nothing is there, or nothing that this program knows.
  package init(path: String, captionsPerImage: Int = 0) throws {
    let exists = { FileManager.default.fileExists(atPath: $0) }
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw Failure(.noInput, "no such file or directory", at: path)
    }
    if path.hasSuffix(".npy") {
      try self.init(array: path)
    } else if path.hasSuffix(".safetensors") {
      self.init(try Self.lines(tensors: SafetensorsReader(path: path)), hasProblems: false)
    } else if !isDirectory.boolValue {
      throw Failure(
        .badData, "not a file this program knows", at: path,
        expected: "a .npy or .safetensors file, or the directory of a data set, a run or a checkpoint")
    } else if exists("\(path)/checkpoints") {
      try self.init(run: RunDirectory(path: path))
    } else if exists("\(path)/\(RunRecord.fileName)") {
      let url = URL(fileURLWithPath: path)
      let directory = CheckpointDirectory(path: url.deletingLastPathComponent().path)
      self.init(try Self.lines(checkpoint: directory.checkpoint(url.lastPathComponent)), hasProblems: false)
    } else {
      let report = try DatasetReport(directory: path, captionsPerImage: captionsPerImage)
      self.init(report.lines, hasProblems: !report.problems.isEmpty, json: try report.json)
    }
  }

  private init(_ lines: [String], hasProblems: Bool, json: String? = nil) {
    self.lines = lines
    self.hasProblems = hasProblems
    self.json = json
  }

  private init(run: RunDirectory) throws {
    let (newest, skipped) = try run.checkpoints.newestValid()
    var lines = ["run \(run.path)"]
    if let newest {
      lines += try Self.lines(checkpoint: newest)
    } else {
      lines.append("no checkpoint that can be used")
    }
    var problems = skipped.map { "damaged: \($0.name): \($0.reason)" }
    do {
      if let best = try run.checkpoints.best() { lines.append("best checkpoint: \(best.name)") }
    } catch let failure as Failure {
      problems.append("best checkpoint cannot be used: \(failure)")
    }
    self.init(lines + problems, hasProblems: !problems.isEmpty)
  }

  private static func lines(checkpoint: Checkpoint) throws -> [String] {
    let model = try TrainedModel(checkpoint)
    let progress = model.record.progress
    var lines = [
      "checkpoint \(checkpoint.name): step \(progress.step), epoch \(progress.epoch), batch \(progress.batch)"
    ]
    if let best = progress.best { lines.append("best dev score so far: \(best.text)") }
    lines += try Self.lines(tensors: SafetensorsReader(path: checkpoint.path(of: ModelFiles.model)))
    lines.append("settings")
    return lines + model.configuration.settings.map { "  \($0.name): \($0.value)" }
  }

  private static func lines(tensors reader: SafetensorsReader) -> [String] {
    var total = 0
    let lines = reader.tensorNames.map { name in
      let (type, shape) = reader.description(of: name) ?? (.float32, [])
      total += shape.reduce(type.byteCount, *)
      return "  \(name)  \(type.rawValue)  \(shape)"
    }
    return ["\(reader.path): \(lines.count) tensors, \(total) bytes"] + lines
  }

  /// A file of features, or of the other numbers of a data set: corners of boxes, sizes, rows of images.
  private init(array path: String) throws {
    guard let file = try? NPYFile(path: path) else {
      try self.init(numbers: NPYNumbers(path: path, columns: nil))
      return
    }
    let failure = try file.nonFiniteFailure()
    self.init(
      Self.lines(path, file.rows, file.columns, file.elementType.rawValue, failure),
      hasProblems: failure != nil)
  }

  private init(numbers: NPYNumbers) {
    let row = (0..<numbers.rows).first { row in
      (0..<numbers.columns).contains { !numbers.number(row, $0).isFinite }
    }
    let failure = row.map {
      Failure(.badData, "row \($0) holds a number that is not finite", at: numbers.path)
    }
    self.init(
      Self.lines(numbers.path, numbers.rows, numbers.columns, numbers.elementType.rawValue, failure),
      hasProblems: failure != nil)
  }

  private static func lines(
    _ path: String, _ rows: Int, _ columns: Int, _ type: String, _ failure: Failure?
  ) -> [String] {
    ["\(path): [\(rows), \(columns)] of \(type)", failure.map { "\($0)" } ?? "no NaN, no infinity"]
  }
}
