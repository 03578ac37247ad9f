import Datasets
import Foundation

/// A split of images and captions, with its captions or its ids damaged.
struct CaptionsReader: FuzzedReader {
  enum Part: String { case captions = "dev_caps.txt", ids = "dev_ids.txt" }

  let inputPath: String
  let tokens = [
    "\n", "\r\n", "\r", "\0", "\u{FEFF}", "\u{3000}", "\u{85}", "\u{2028}", " ", "\t", "é", "e\u{301}", "👍🏽",
    "0", ".jpg",
    "../", "/etc/passwd",
  ]
  private let directory: String
  private let part: Part

  init(_ part: Part, directory: String) throws {
    self.part = part
    self.directory = "\(directory)/data"
    inputPath = "\(self.directory)/\(part.rawValue)"
    try FileManager.default.createDirectory(atPath: self.directory, withIntermediateDirectories: true)
    let files: [(String, [UInt8])] = [
      ("dev_ims.npy", NPYBytes.floats(rows: 2, columns: 3)),
      (Part.captions.rawValue, Array(Self.captions.utf8)),
    ]
    for (name, bytes) in files where name != part.rawValue {
      try Data(bytes).write(to: URL(fileURLWithPath: "\(self.directory)/\(name)"))
    }
  }

  private static let captions = "a dog runs\ntwo dogs\r\nça va\nthe end\n"

  var seeds: [[UInt8]] {
    let texts =
      part == .captions
      ? [Self.captions, "\u{FEFF}a b\nc"] : ["one\ntwo\n", "one\none\ntwo\ntwo", "x.jpg\ny z\n"]
    return texts.map { Array($0.utf8) }
  }

  func read(_ input: [UInt8]) throws -> Bool {
    let split = try RetrievalSplit.load(directory: directory, split: "dev")
    try require(split.images.count == split.imageIDs.count, "ids of \(split.imageIDs.count) images")
    try require(Set(split.imageIDs).count == split.imageIDs.count, "two images of one id")
    let texts = part == .captions ? split.captions : split.imageIDs
    try require(
      texts.allSatisfy { !$0.utf8.contains(0) && !$0.utf8.contains(10) && !$0.isEmpty }, "a bad line")
    try require(
      split.captions.indices.allSatisfy { split.links.images(of: $0).count == 1 }, "images of a caption")
    _ = try split.contentDigests()
    let units = texts.flatMap(TextUnits.wordsAndTrigrams.units)
    try require(units.allSatisfy { !$0.isEmpty && !$0.utf8.contains(10) }, "an empty unit")
    return true
  }
}
