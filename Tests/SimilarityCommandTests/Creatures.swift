import Foundation
import NPY
import TestSupport

/// A data set of a test's own: coloured animals, whose features are their colour and kind with noise and whose two
/// captions name them. Removed with this object.
final class Creatures {
  let path: String
  static let colors = ["red", "blue", "green", "black", "white", "brown"]
  static let animals = ["dog", "cat", "horse", "bird", "fish", "mouse"]
  static let count = 36

  init() throws {
    path = NSTemporaryDirectory() + "/creatures-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (number, split) in ["train", "dev", "test"].enumerated() {
      try write(split, copies: split == "train" ? 4 : 1, seed: UInt64(number))
    }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// A split of its first images.
  func writeFew(images: Int, to split: String) throws { try write(split, items: images, seed: 9) }

  private func write(_ split: String, copies: Int, seed: UInt64) throws {
    try write(split, items: copies * Self.count, seed: seed)
  }

  private func write(_ split: String, items: Int, seed: UInt64) throws {
    let writer = try NPYWriter(path: file("\(split)_ims.npy"), columns: 12)
    var captions = ""
    let noise = randomNumbers(items * 12, seed: seed)
    for item in 0..<items {
      let (color, animal) = (item / 6 % 6, item % 6)
      var row = noise[item * 12..<item * 12 + 12].map { 0.15 * $0 }
      row[color] += 1
      row[6 + animal] += 1
      try writer.append(row)
      captions += "a \(Self.colors[color]) \(Self.animals[animal])\n"
      captions += "the \(Self.animals[animal]) is \(Self.colors[color])\n"
    }
    try writer.finish()
    try Data(captions.utf8).write(to: URL(fileURLWithPath: file("\(split)_caps.txt")))
  }
}
