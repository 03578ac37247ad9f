/// Which images and which texts belong together: a many-to-many relation, stored in both directions.
///
/// In image-sentence matching a text has one image and an image several sentences; in phrase localization a
/// region has several phrases and a phrase several regions. Item numbers are rows of the data set.
package struct Links: Equatable, Sendable {
  package let imageCount: Int
  package let textCount: Int
  private let textStarts: [Int]
  private let texts: [Int32]
  private let imageStarts: [Int]
  private let images: [Int32]

  /// - Parameter imagesOfText: for each text the images it belongs to, in ascending order, no image twice.
  package init(imageCount: Int, imagesOfText: [[Int]]) {
    self.imageCount = imageCount
    textCount = imagesOfText.count
    var starts = [0]
    var flat: [Int32] = []
    var degrees = [Int](repeating: 0, count: imageCount)
    for list in imagesOfText {
      for (position, image) in list.enumerated() {
        precondition(image >= 0 && image < imageCount, "text linked to image \(image) of \(imageCount)")
        precondition(position == 0 || list[position - 1] < image, "images of a text ascend, none twice")
        flat.append(Int32(image))
        degrees[image] += 1
      }
      starts.append(flat.count)
    }
    imageStarts = starts
    images = flat
    var cursors = [0]
    for degree in degrees { cursors.append(cursors[cursors.count - 1] + degree) }
    textStarts = cursors
    var inverse = [Int32](repeating: 0, count: flat.count)
    for (text, list) in imagesOfText.enumerated() {
      for image in list {
        inverse[cursors[image]] = Int32(text)
        cursors[image] += 1
      }
    }
    texts = inverse
  }

  /// The links of a list of pairs in any order, no pair twice: without lists of lists, for millions of regions.
  package init(imageCount: Int, textCount: Int, pairs: [(image: Int32, text: Int32)]) {
    self.imageCount = imageCount
    self.textCount = textCount
    // Grouped by the one kind and then, keeping that order, by the other: each item's list ascends.
    let byText = Self.grouped(count: textCount) { body in pairs.forEach { body($0.text, $0.image) } }
    (textStarts, texts) = Self.grouped(count: imageCount) { Self.forEachPair(of: byText, $0) }
    let byImage = (textStarts, texts)
    (imageStarts, images) = Self.grouped(count: textCount) { Self.forEachPair(of: byImage, $0) }
    for text in 0..<textCount {
      let list = images(of: text)
      precondition(zip(list, list.dropFirst()).allSatisfy(<), "a pair with text \(text) stands twice")
    }
  }

  /// The values of pairs (key, value) by key, in the order `forEach` hands them over; it is called twice.
  private static func grouped(
    count: Int, forEach: ((_ key: Int32, _ value: Int32) -> Void) -> Void
  ) -> (starts: [Int], values: [Int32]) {
    var starts = [Int](repeating: 0, count: count + 1)
    forEach { key, _ in starts[Int(key) + 1] += 1 }
    for key in 0..<count { starts[key + 1] += starts[key] }
    var cursors = starts
    var values = [Int32](repeating: 0, count: starts[count])
    forEach { key, value in
      values[cursors[Int(key)]] = value
      cursors[Int(key)] += 1
    }
    return (starts, values)
  }

  /// Hands over each grouped value as the key, with its group as the value.
  private static func forEachPair(
    of groups: (starts: [Int], values: [Int32]), _ body: (_ key: Int32, _ value: Int32) -> Void
  ) {
    for group in 0..<groups.starts.count - 1 {
      for position in groups.starts[group]..<groups.starts[group + 1] {
        body(groups.values[position], Int32(group))
      }
    }
  }

  /// The links of the usual layout: text j belongs to image `imageOfText[j]`.
  package init(imageCount: Int, imageOfText: [Int]) {
    self.init(imageCount: imageCount, imagesOfText: imageOfText.map { [$0] })
  }

  /// The texts of an image, ascending.
  package func texts(of image: Int) -> ArraySlice<Int32> {
    texts[textStarts[image]..<textStarts[image + 1]]
  }

  /// The images of a text, ascending.
  package func images(of text: Int) -> ArraySlice<Int32> {
    images[imageStarts[text]..<imageStarts[text + 1]]
  }

  package var linkCount: Int { images.count }
}
