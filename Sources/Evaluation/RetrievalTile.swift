/// How many images and captions are compared at once.
package struct RetrievalTile: Sendable {
  package let images: Int
  package let captions: Int

  /// Enough for products at nearly full speed, few enough for what is counted to be near the processor: 5 MB.
  package static let standard = RetrievalTile(images: 1280, captions: 1024)

  package init(images: Int, captions: Int) {
    precondition(images >= 1 && captions >= 1)
    self.images = images
    self.captions = captions
  }

  /// Calls `body` with the tiles of some images with all captions, which differ in size by one row and column at most: a
  /// runt would be slow for its size.
  package func forEach(
    images: Range<Int>, captionCount: Int,
    _ body: (_ images: Range<Int>, _ captions: Range<Int>) throws -> Void
  ) rethrows {
    let columns = Self.parts(of: 0..<captionCount, atMost: captions)
    for rows in Self.parts(of: images, atMost: self.images) {
      for columns in columns { try body(rows, columns) }
    }
  }

  private static func parts(of range: Range<Int>, atMost size: Int) -> [Range<Int>] {
    let count = (range.count + size - 1) / size
    func bound(_ part: Int) -> Int { range.lowerBound + range.count * part / count }
    return (0..<count).map { bound($0)..<bound($0 + 1) }
  }
}
