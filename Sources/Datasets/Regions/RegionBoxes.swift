import Failures
import NPY

/// Where every region is: its image and its box.
struct RegionBoxes: Sendable {
  /// For each region, its corners as the file has them.
  let boxes: [Box]
  /// For each region, the row of its image.
  let images: [Int32]
  /// The regions of each image.
  let byImage: RowGroups

  /// - Throws: `.noInput` when a file cannot be opened; `.badData` when the counts do not fit, when a region has no
  ///   image of the list, or for a box that is not finite, reversed or wholly outside its image.
  init(files: LocalizationFiles, regionCount: Int, imageSizes: [ImageSize]) throws {
    let corners = try NPYNumbers(path: files.boxes, columns: 4)
    let images = try NPYNumbers(path: files.regionImages, columns: 1)
    for numbers in [corners, images] where numbers.rows != regionCount {
      throw Failure(
        .badData, "\(numbers.rows) rows for \(regionCount) regions of \(files.regions)", at: numbers.path,
        expected: "one row a region")
    }
    self.images = try Self.imageRows(images, imageCount: imageSizes.count)
    boxes = try Self.boxes(corners, images: self.images, imageSizes: imageSizes)
    try Self.requirePixels(boxes, imageSizes, path: files.boxes)
    byImage = RowGroups(of: self.images, count: imageSizes.count)
  }

  private static func imageRows(_ numbers: NPYNumbers, imageCount: Int) throws -> [Int32] {
    try (0..<numbers.rows).map { row in
      let number = numbers.number(row, 0)
      guard let image = Int32(exactly: number), image >= 0, image < imageCount else {
        throw Failure(
          .badData, "row \(row) holds \(number)", at: numbers.path,
          expected: "the row of an image, from 0 to \(imageCount - 1) (rows count from 0)")
      }
      return image
    }
  }

  private static func boxes(_ numbers: NPYNumbers, images: [Int32], imageSizes: [ImageSize]) throws -> [Box] {
    try (0..<numbers.rows).map { row in
      let box = Box(
        x1: Float(numbers.number(row, 0)), y1: Float(numbers.number(row, 1)),
        x2: Float(numbers.number(row, 2)), y2: Float(numbers.number(row, 3)))
      let size = imageSizes[Int(images[row])]
      if let fault = fault(of: box, in: size) {
        let corners = (0..<4).map { "\(numbers.number(row, $0))" }.joined(separator: " ")
        throw Failure(
          .badData, "row \(row) holds the box \(corners), which \(fault)", at: numbers.path,
          expected: "x1 <= x2 and y1 <= y2 in pixels of its photo, \(size.text) (rows count from 0)")
      }
      return box
    }
  }

  /// Boxes as parts of width and height are boxes within the first pixel of every photo.
  private static func requirePixels(_ boxes: [Box], _ imageSizes: [ImageSize], path: String) throws {
    let areParts = boxes.allSatisfy { max($0.x2, $0.y2) <= 1 }
    guard areParts, imageSizes.allSatisfy({ $0.width > 2 && $0.height > 2 }) else { return }
    throw Failure(
      .badData, "all boxes lie between 0 and 1", at: path,
      expected: "x1 y1 x2 y2 in pixels of the photos, such as \(imageSizes[0].text)",
      remedy: "multiply x by the width and y by the height of the photo")
  }

  /// A line for the person when images have no region: no phrase can be found there.
  func note(imageIDs: [String]) -> String? {
    let without = imageIDs.indices.filter { byImage[$0].isEmpty }
    return without.first.map {
      "\(without.count) of \(imageIDs.count) images have no region, such as '\(imageIDs[$0])' in row \($0)"
    }
  }

  /// Why a region cannot have this box; completes "which ...".
  private static func fault(of box: Box, in size: ImageSize) -> String? {
    let corners = [box.x1, box.y1, box.x2, box.y2]
    guard corners.allSatisfy(\.isFinite) else { return "is not finite" }
    guard corners.allSatisfy({ abs($0) <= ImageSize.limits.upperBound }) else { return "is too large" }
    if box.x1 > box.x2 || box.y1 > box.y2 { return "has its corners reversed" }
    return box.isOutside(size) ? "is outside its photo" : nil
  }
}
