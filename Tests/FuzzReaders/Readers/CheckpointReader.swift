import Checkpoints
import Failures
import Files
import Foundation

/// A directory of two checkpoints, with the newest one's manifest or the name of the best one damaged.
struct CheckpointReader: FuzzedReader {
  enum Part { case manifest, best }

  let inputPath: String
  let seeds: [[UInt8]]
  let tokens = [
    "\"bytes\":", "\"crc32\":", "\"files\":", "\"format\":1", "{", "}", ",", "\"state\"", "\"../state\"",
    "\"/etc/passwd\"", "..",
    "/", "\n", "step-1", "step-2", "latest", "manifest.json", "\0", "-", ".", "[[[[[[[[", "1e2", "\\u0073",
    " ",
  ]
  private let checkpoints: CheckpointDirectory
  private let part: Part

  init(_ part: Part, directory: String) throws {
    self.part = part
    checkpoints = CheckpointDirectory(path: "\(directory)/checkpoints")
    try checkpoints.prepareForWriting()
    for name in ["step-1", "step-2"] {
      try checkpoints.write(name) { try AtomicFile.write(Data([1, 2, 3]), to: "\($0)/state") }
    }
    try checkpoints.markBest("step-1")
    inputPath = "\(checkpoints.path)/\(part == .manifest ? "step-2/manifest.json" : "best")"
    seeds = [Array(try InputFile(inputPath).contents(atMost: .max))]
  }

  func read(_ input: [UInt8]) throws -> Bool {
    let (newest, skipped) = try checkpoints.newestValid()
    let isWhole = part == .best || input == seeds[0]
    try require(newest?.name == (isWhole ? "step-2" : "step-1"), "\(newest?.name ?? "none") is the newest")
    try require(skipped.isEmpty == isWhole, "skipped \(skipped)")
    if let failure = skipped.first?.reason { throw failure }
    let best = try checkpoints.best()
    try require(
      best.map { ["step-1", "step-2"].contains($0.name) } ?? false, "\(best?.name ?? "none") is the best")
    return true
  }
}
