import Failures
import Foundation

/// An input that a reader did not bear.
struct Finding {
  let what: String
  let number: Int
  let command: FuzzReaders

  /// Keeps the input and tells how to try it again.
  func keep(_ input: [UInt8]) throws {
    try FileManager.default.createDirectory(atPath: command.findings, withIntermediateDirectories: true)
    let path = "\(command.findings)/\(command.reader.rawValue)-\(command.seed)-\(number)"
    try Data(input).write(to: URL(fileURLWithPath: path))
    let shown = what.split(separator: "\n").prefix(3).joined(separator: " | ").prefix(500)
    StandardError.write(
      "finding: \(command.reader.rawValue), seed \(command.seed), input \(number): \(shown)\n")
    StandardError.write("  again: fuzz-readers \(command.reader.rawValue) --input \(path)\n")
  }
}
