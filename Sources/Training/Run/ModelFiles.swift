import Checkpoints
import Datasets
import Failures
import Foundation
import Optimizers
import Tensor
import TwoBranch

/// The files of a checkpoint, by what they hold.
///
/// `model.safetensors` is PyTorch's `state_dict`, name for name and shape for shape.
enum ModelFiles {
  static let model = "model.safetensors"
  static let optimizer = "optimizer.safetensors"

  /// Parameters and batch normalisation's estimates.
  static func writeModel(
    _ flat: UnsafeMutablePointer<Float>, _ layout: ParameterLayout, _ running: Sides<RunningStatistics>,
    head: HeadStatistics? = nil, to directory: String
  ) throws {
    let parameters = layout.entries.map { tensor($0, flat) }
    let branches = Side.allCases.flatMap { estimates("\($0.rawValue)_branch.bn", running[$0]) }
    let layers = head.map { estimates("head.bn1", $0.first) + estimates("head.bn2", $0.second) } ?? []
    try SafetensorsWriter.write(
      parameters + branches + layers, metadata: ["format": "pt"], to: "\(directory)/\(model)")
  }

  /// The branches alone, without what may stand on them.
  static func readBranches(
    _ checkpoint: Checkpoint, _ layout: ParameterLayout, into flat: UnsafeMutablePointer<Float>
  ) throws {
    let reader = try SafetensorsReader(path: try checkpoint.path(of: model))
    for entry in layout.entries where entry.side != nil { try read(entry, reader, into: flat) }
  }

  /// Adam's moments, named as in PyTorch's optimizer state.
  static func writeMoments(
    first: UnsafeMutablePointer<Float>, second: UnsafeMutablePointer<Float>, _ layout: ParameterLayout,
    to directory: String
  ) throws {
    let tensors =
      layout.entries.map { tensor($0, first, suffix: ".exp_avg") }
      + layout.entries.map { tensor($0, second, suffix: ".exp_avg_sq") }
    try SafetensorsWriter.write(tensors, to: "\(directory)/\(optimizer)")
  }

  static func readModel(
    _ checkpoint: Checkpoint, _ layout: ParameterLayout, into flat: UnsafeMutablePointer<Float>
  ) throws {
    let reader = try SafetensorsReader(path: try checkpoint.path(of: model))
    for entry in layout.entries { try read(entry, reader, into: flat) }
  }

  static func readMoments(
    _ checkpoint: Checkpoint, _ layout: ParameterLayout, first: UnsafeMutablePointer<Float>,
    second: UnsafeMutablePointer<Float>
  ) throws {
    let reader = try SafetensorsReader(path: try checkpoint.path(of: optimizer))
    for entry in layout.entries {
      try read(entry, reader, suffix: ".exp_avg", into: first)
      try read(entry, reader, suffix: ".exp_avg_sq", into: second)
    }
  }

  static func readRunning(_ checkpoint: Checkpoint, _ shape: NetworkShape) throws -> Sides<RunningStatistics>
  {
    let reader = try SafetensorsReader(path: try checkpoint.path(of: model))
    return try Sides(
      image: statistics("image_branch.bn", columns: shape.image.hidden, reader),
      text: statistics("text_branch.bn", columns: shape.text.hidden, reader))
  }

  /// The estimates of the similarity network's head; nil for the embedding network.
  static func readHead(_ checkpoint: Checkpoint, _ shape: NetworkShape) throws -> HeadStatistics? {
    guard let head = shape.head else { return nil }
    let reader = try SafetensorsReader(path: try checkpoint.path(of: model))
    return try HeadStatistics(
      first: statistics("head.bn1", columns: head.hidden, reader),
      second: statistics("head.bn2", columns: head.output, reader))
  }

  /// Whether the file holds every parameter of a layout: to be asked before memory is taken for the layout, whose
  /// widths come from another file.
  static func requireShapes(_ checkpoint: Checkpoint, _ layout: ParameterLayout) throws {
    let reader = try SafetensorsReader(path: try checkpoint.path(of: model))
    for entry in layout.entries {
      let (type, shape) = reader.description(of: entry.name) ?? (.uint8, [])
      guard type == .float32, shape == entry.shape else {
        throw Failure(
          .badData, "tensor \(entry.name) is \(type.rawValue) of shape \(shape)", at: reader.path,
          expected: "F32 of shape \(entry.shape)")
      }
    }
  }

  private static func statistics(
    _ prefix: String, columns: Int, _ reader: SafetensorsReader
  ) throws -> RunningStatistics {
    var result = RunningStatistics(columns: columns)
    result.mean = try reader.floats("\(prefix).running_mean", shape: [columns])
    result.variance = try reader.floats("\(prefix).running_var", shape: [columns])
    result.batchCount = Int(try reader.integers("\(prefix).num_batches_tracked", shape: [])[0])
    guard result.mean.allSatisfy(\.isFinite), result.variance.allSatisfy({ $0.isFinite && $0 >= 0 }),
      (0...Int(Int32.max)).contains(result.batchCount)
    else {
      throw Failure(
        .badData, "the running estimates of \(prefix) cannot be used", at: reader.path,
        expected: "finite means, finite variances from 0, and a count of batches")
    }
    return result
  }

  private static func estimates(_ prefix: String, _ running: RunningStatistics) -> [SafetensorsTensor] {
    [
      vector("\(prefix).running_mean", running.mean), vector("\(prefix).running_var", running.variance),
      SafetensorsTensor("\(prefix).num_batches_tracked", [Int64(running.batchCount)], shape: []),
    ]
  }

  private static func vector(_ name: String, _ values: [Float]) -> SafetensorsTensor {
    SafetensorsTensor(name, Matrix([values]), shape: [values.count])
  }

  private static func tensor(
    _ entry: ParameterLayout.Entry, _ flat: UnsafeMutablePointer<Float>, suffix: String = ""
  ) -> SafetensorsTensor {
    let stored = entry.stored(in: flat, owner: nil)
    let values = entry.isTransposed ? stored.transposed() : stored
    return SafetensorsTensor(entry.name + suffix, values, shape: entry.shape)
  }

  private static func read(
    _ entry: ParameterLayout.Entry, _ reader: SafetensorsReader, suffix: String = "",
    into flat: UnsafeMutablePointer<Float>
  ) throws {
    let stored = entry.stored(in: flat, owner: nil)
    guard entry.isTransposed else {
      return try reader.read(entry.name + suffix, shape: entry.shape, into: stored)
    }
    let values = Matrix(rows: entry.shape[0], columns: entry.shape[1])
    try reader.read(entry.name + suffix, shape: entry.shape, into: values)
    stored.copy(from: values.transposed())
  }
}
