import Checkpoints
import Failures
import Files
import Foundation
import Training

/// A checkpoint of a small run, with one of its files damaged and a manifest that says the damage is right.
struct RunReader: FuzzedReader {
  enum Part: String {
    case record = "run.json"
    case vocabulary = "vocabulary.txt"
    case encoder = "inputs.safetensors"
    case model = "model.safetensors"
  }

  let inputPath: String
  let seeds: [[UInt8]]
  let tokens: [String]
  private let part: Part
  private let checkpoints: CheckpointDirectory
  private let files: [String: Data]
  private let tensors: TensorsReader

  init(_ part: Part, directory: String) throws {
    self.part = part
    inputPath = "\(directory)/\(part.rawValue)"
    tensors = try TensorsReader(directory: directory)
    let run = RunDirectory(path: "\(directory)/run")
    if try run.checkpoints.names().isEmpty { try SmallRun(directory: directory).train(to: run.path) }
    guard let sound = try run.checkpoints.newestValid().checkpoint else { throw Broken("no checkpoint") }
    files = try Dictionary(
      uniqueKeysWithValues: sound.fileNames.map {
        ($0, try InputFile(sound.path(of: $0)).contents(atMost: .max))
      })
    seeds = [Array(files[part.rawValue] ?? Data())]
    checkpoints = CheckpointDirectory(path: "\(directory)/damaged")
    try checkpoints.prepareForWriting()
    tokens = Self.tokens(of: part, tensors)
  }

  private static func tokens(of part: Part, _ tensors: TensorsReader) -> [String] {
    switch part {
    case .record:
      [
        "\"step\" : ", "\"epoch\" : ", "\"batch\" : ", "\"hidden\" : \"1048576\"",
        "\"imageColumns\" : 16777216",
        "\"bestScore\" : 1e999", "null", "true", "{", "}", "[", "]", "\"", ",", "\\u0000",
        "\"warm-start\" : \"../..\"",
        "\"embedding\" : ", "9223372036854775807", "-1",
      ]
    case .vocabulary: ["\n", "\r\n", "\r", "\0", "~", "dog", "é", "e\u{301}", "\u{301}", " "]
    case .encoder, .model: tensors.tokens
    }
  }

  func mended(_ input: [UInt8]) -> [UInt8] {
    part == .encoder || part == .model ? tensors.mended(input) : input
  }

  func read(_ input: [UInt8]) throws -> Bool {
    let checkpoint = try checkpoints.write("step-1") { directory in
      for (name, data) in files {
        try AtomicFile.write(name == part.rawValue ? Data(input) : data, to: "\(directory)/\(name)")
      }
    }
    let model = try TrainedModel(checkpoint)
    let progress = model.record.progress
    try require([progress.step, progress.epoch, progress.batch].allSatisfy { $0 >= 0 }, "\(progress)")
    if case .bagOfWords(let words) = model.encoder.texts {
      try require(
        Set(words.vocabulary).count == words.inverseDocumentFrequencies.count, "entries that are equal")
    }
    return true
  }
}
