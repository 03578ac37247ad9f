import Failures
import Foundation
import NPY
import Random

/// Feature files of a made-up training split, in a directory of their own.
package struct MadeUpFeatures {
  package let directory: String
  private let shape: Shape

  /// What the files hold.
  package struct Shape {
    package let images: Int
    /// Of each image.
    package let sentences: Int
    package let imageColumns: Int
    package let textColumns: Int
    package let elementType: NPYElementType

    package init(
      images: Int, sentences: Int, imageColumns: Int, textColumns: Int, elementType: NPYElementType
    ) {
      self.images = images
      self.sentences = sentences
      self.imageColumns = imageColumns
      self.textColumns = textColumns
      self.elementType = elementType
    }
  }

  /// Files that are written by `write`.
  package init(directory: String, _ shape: Shape) {
    self.directory = directory
    self.shape = shape
  }

  /// The files whose rows a batch reads.
  var featurePaths: [String] { ["\(directory)/train_ims.npy", "\(directory)/train_sents.npy"] }

  /// Makes the directory and its files.
  ///
  /// - Throws: `.cannotCreate` or `.inputOutput` when the disk does not take them.
  package func write() throws {
    do {
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
      let captions = (0..<shape.images * shape.sentences).map { "made-up sentence \($0)\n" }.joined()
      try Data(captions.utf8).write(to: URL(fileURLWithPath: "\(directory)/train_caps.txt"))
    } catch {
      throw Failure(.cannotCreate, error.localizedDescription, at: directory)
    }
    try write(shape.images, columns: shape.imageColumns, time: 0, to: featurePaths[0])
    try write(shape.images * shape.sentences, columns: shape.textColumns, time: 1, to: featurePaths[1])
  }

  package func remove() { try? FileManager.default.removeItem(atPath: directory) }

  private func write(_ rows: Int, columns: Int, time: Int, to path: String) throws {
    let writer = try NPYWriter(path: path, columns: columns, elementType: shape.elementType)
    var numbers = [Float](repeating: 0, count: columns)
    for row in 0..<rows {
      var stream = RandomStream(seed: 1, purpose: .synthetic, time: time, index: row)
      for column in 0..<columns { numbers[column] = stream.nextUniform() * 2 - 1 }
      try writer.append(numbers)
    }
    try writer.finish()
  }
}
