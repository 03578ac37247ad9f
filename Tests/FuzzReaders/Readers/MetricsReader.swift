import Files
import Foundation
import Training

/// The metrics of a run that goes on.
struct MetricsReader: FuzzedReader {
  let inputPath: String
  let tokens = [
    "{", "}", "[", "]", "\"step\":", "\"step\":3", "\"step\":-1", "1e999", "9223372036854775807", "null",
    "\n", "\r\n", "\0", "\"",
    "\\u0000", "[[[[[[[[[[[[[[[[", "{\"a\":",
  ]
  let seeds = [
    "{\"step\":1}\n{\"loss\":0.5,\"step\":2}\n",
    "{\"epoch\":0,\"loss\":0.25,\"step\":1}\n{\"epoch\":0,\"loss\":0.125,\"step\":2}\n"
      + "{\"epoch\":1,\"evaluation\":{\"a\":[1,2]},\"split\":\"dev\",\"step\":2}\n{\"step\":9}\n{\"step\":",
  ].map { Array($0.utf8) }

  private static let lastStep = 2

  init(directory: String) { inputPath = "\(directory)/metrics.jsonl" }

  private struct Line: Decodable { let step: Int }

  func read(_ input: [UInt8]) throws -> Bool {
    _ = try MetricsLog(path: inputPath, resumingAt: Self.lastStep)
    let kept = try InputFile(inputPath).contents(atMost: .max)
    try require(kept.isEmpty || kept.last == UInt8(ascii: "\n"), "half a line")
    for line in kept.split(separator: UInt8(ascii: "\n")) {
      let step = try JSONDecoder().decode(Line.self, from: Data(line)).step
      try require(step <= Self.lastStep, "step \(step)")
    }
    try require(kept.count <= input.count + 1, "\(kept.count) bytes of \(input.count)")
    return kept.elementsEqual(input)
  }
}
