/// Where a region is in its photo, as five numbers from 0 to 1 beside its visual features.
///
/// `[x1 / W, y1 / H, x2 / W, y2 / H, area / (W * H)]` for a photo of W x H pixels. Source: the region
/// features of the co-authors' code, github.com/BryanPlummer/cite.
struct SpatialFeatures: Sendable {
  static let dimensions = 5

  let boxes: [Box]
  /// For each region, the row of its image.
  let images: [Int32]
  let imageSizes: [ImageSize]

  /// Writes the `[5]` numbers of a region.
  func copyRow(_ region: Int, into target: UnsafeMutablePointer<Float>) {
    let box = boxes[region]
    let size = imageSizes[Int(images[region])]
    target[0] = box.x1 / size.width
    target[1] = box.y1 / size.height
    target[2] = box.x2 / size.width
    target[3] = box.y2 / size.height
    target[4] = box.area / (size.width * size.height)
  }
}
