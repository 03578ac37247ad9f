import Foundation
import NPY
import Random

/// A small data set with something to learn: image features are a topic's vector and noise, captions a topic's word
/// and a word of noise. Some training captions stand under several images; those of dev and test are all different, so
/// that no two embeddings are equal but for rounding.
struct SyntheticDataset {
  let path: String

  static let topics = [
    "harbor", "forest", "desert", "kitchen", "bicycle", "mountain", "library", "penguin", "guitar", "market",
    "bridge", "orchard",
  ]
  static let featureCount = 16
  static let captionsPerImage = 5

  /// 60 images to train on, 20 and 20 to look at.
  init() throws {
    path = try Workplace.makeDirectory()
    for (number, (name, images)) in [("train", 60), ("dev", 20), ("test", 20)].enumerated() {
      try writeFeatures(Self.features(images, split: number), to: "\(name)_ims.npy")
      try write(Self.captions(images, split: number), to: "\(name)_caps.txt")
      try write((0..<images).map { "\(name)-\($0)" }, to: "\(name)_ids.txt")
    }
  }

  /// A copy that a test may spoil.
  func copy() throws -> SyntheticDataset { try SyntheticDataset(copying: path) }

  private init(copying source: String) throws {
    path = Workplace.freePath()
    try FileManager.default.copyItem(atPath: source, toPath: path)
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  func bytes(of name: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: file(name))) }

  func write(_ bytes: Data, to name: String) throws { try bytes.write(to: URL(fileURLWithPath: file(name))) }

  func write(_ lines: [String], to name: String) throws {
    try write(Data(lines.map { $0 + "\n" }.joined().utf8), to: name)
  }

  func lines(of name: String) throws -> [String] {
    String(decoding: try bytes(of: name), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  func writeFeatures(_ rows: [[Float]], to name: String) throws {
    let writer = try NPYWriter(path: file(name), columns: rows[0].count)
    for row in rows { try writer.append(row) }
    try writer.finish()
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: file(name)) }

  static func features(_ images: Int, split: Int, columns: Int = featureCount) -> [[Float]] {
    (0..<images).map { image in
      var topic = RandomStream(seed: 7, purpose: .synthetic, time: 0, index: image % topics.count)
      var noise = RandomStream(seed: 7, purpose: .synthetic, time: 1 + split, index: image)
      return (0..<columns).map { _ in topic.nextNormal() + 0.2 * noise.nextNormal() }
    }
  }

  private static func captions(_ images: Int, split: Int) -> [String] {
    (0..<images).flatMap { image in
      var noise = RandomStream(seed: 7, purpose: .synthetic, time: 9 + split, index: image)
      let topic = topics[image % topics.count]
      return (0..<captionsPerImage).map { number in
        if split > 0 { return "a \(topic) with noise\(image / topics.count * captionsPerImage + number)" }
        return number == 0 ? "only a \(topic)" : "a \(topic) with noise\(noise.nextIndex(below: 20))"
      }
    }
  }
}
