/// An image with some of its phrases, as a page shows it.
package struct LocalizationExample: Equatable, Sendable {
  package let imageID: String
  /// Pixels.
  package let width, height: Int
  /// A relative or absolute URL, percent-encoded; nil: there is no picture, and a grey area stands for it.
  package let pictureURL: String?
  package let phrases: [PhraseExample]

  package init(imageID: String, width: Int, height: Int, pictureURL: String?, phrases: [PhraseExample]) {
    precondition(width > 0 && height > 0)
    self.imageID = imageID
    self.width = width
    self.height = height
    self.pictureURL = pictureURL
    self.phrases = phrases
  }

  /// Places of images that lie evenly spaced through a split, each in the middle of its share.
  ///
  /// - Returns: ascending and distinct; all places when there are no more than `count`.
  package static func samplePlaces(_ count: Int = 24, of images: Int) -> [Int] {
    precondition(count >= 0 && images >= 0)
    if images <= count { return Array(0..<images) }
    return (0..<count).map { (2 * $0 + 1) * images / (2 * count) }
  }
}
