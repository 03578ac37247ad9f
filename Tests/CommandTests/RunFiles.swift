import Foundation
import Testing

/// What a run directory holds, read without the code under test.
struct RunFiles {
  let path: String

  /// The objects of metrics.jsonl.
  func metrics() throws -> [[String: Any]] {
    let text = try String(contentsOfFile: "\(path)/metrics.jsonl", encoding: .utf8)
    return try text.split(separator: "\n").map { try jsonObject(String($0)) }
  }

  /// The objects of metrics.jsonl that are steps.
  func steps() throws -> [[String: Any]] { try metrics().filter { $0["loss"] != nil } }

  func losses() throws -> [Double] { try steps().compactMap { $0["loss"] as? Double } }

  /// Names of checkpoints, ascending.
  func checkpoints() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(path)/checkpoints").filter {
      $0.hasPrefix("step-")
    }
    .sorted()
  }

  func newest() throws -> String { try #require(try checkpoints().last) }

  func best() throws -> String {
    try String(contentsOfFile: "\(path)/checkpoints/best", encoding: .utf8)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  func bytes(_ file: String, of checkpoint: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: "\(path)/checkpoints/\(checkpoint)/\(file)"))
  }

  /// Changes one byte in the middle of a checkpoint's file.
  func damage(_ file: String, of checkpoint: String) throws {
    var bytes = try bytes(file, of: checkpoint)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(fileURLWithPath: "\(path)/checkpoints/\(checkpoint)/\(file)"))
  }

  /// Every file with its bytes and the time it was written.
  func snapshot() throws -> [String: String] {
    var result: [String: String] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
      let file = "\(path)/\(name)"
      let attributes = try FileManager.default.attributesOfItem(atPath: file)
      guard attributes[.type] as? FileAttributeType == .typeRegular else { continue }
      let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
      result[name] = "\(bytes.count) \(bytes.hashValue) \(attributes[.modificationDate] ?? "")"
    }
    return result
  }
}

func jsonObject(_ text: String) throws -> [String: Any] {
  let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
  return try #require(object as? [String: Any], "\(text)")
}

/// The largest relative difference, or infinity when there is not the same number of each.
func largestDifference(_ left: [Double], _ right: [Double]) -> Double {
  guard left.count == right.count, !left.isEmpty else { return .infinity }
  return zip(left, right).map { abs($0 - $1) / max(abs($0), 1e-12) }.max() ?? 0
}
