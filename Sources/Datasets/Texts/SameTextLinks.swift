import Failures
import Sampling

/// The links of a data set when captions with the same normalized text are one text: each of them belongs to every
/// image that has it.
///
/// Without this, "a dog runs" under another image would be a negative of an image it describes as well.
package struct SameTextLinks: Sendable {
  package let links: Links
  /// How many (image, text) pairs `links` has beyond those of the data.
  package let addedPairs: Int

  /// Beyond it, equal captions are a fault of the data and the links would not fit memory.
  static let maximumPairs = 1 << 26

  /// A caption of punctuation only is not compared: it keeps its own images.
  /// - Throws: `.badData` when so many captions are equal that there would be more than 67 million pairs.
  package init(links: Links, captions: [String]) throws {
    precondition(captions.count == links.textCount, "\(captions.count) captions for \(links.textCount) texts")
    var imagesOfText = (0..<links.textCount).map { text in links.images(of: text).map(Int.init) }
    var pairs = links.linkCount
    for group in Self.groups(captions) {
      let images = Set(group.flatMap { imagesOfText[$0] }).sorted()
      for text in group {
        pairs += images.count - imagesOfText[text].count
        imagesOfText[text] = images
      }
      guard pairs <= Self.maximumPairs else { throw Self.tooManyPairs(group, captions: captions) }
    }
    self.links = Links(imageCount: links.imageCount, imagesOfText: imagesOfText)
    addedPairs = pairs - links.linkCount
  }

  /// How many pairs equal captions would add, also where those are too many to be made.
  package static func addedPairCount(links: Links, captions: [String]) -> Int {
    groups(captions).reduce(0) { sum, group in
      let images = Set(group.flatMap { links.images(of: $0) }).count
      return sum + group.reduce(0) { $0 + images - links.images(of: $1).count }
    }
  }

  /// The texts, ascending, of every normalized text that stands more than once, in the order of first appearance.
  static func groups(_ captions: [String]) -> [[Int]] {
    var groupOfText: [String: Int] = [:]
    var groups: [[Int]] = []
    for (text, caption) in captions.enumerated() {
      let normalized = TextNormalization.normalized(caption)
      guard !normalized.isEmpty else { continue }
      if let group = groupOfText[normalized] {
        groups[group].append(text)
      } else {
        groupOfText[normalized] = groups.count
        groups.append([text])
      }
    }
    return groups.filter { $0.count > 1 }
  }

  private static func tooManyPairs(_ group: [Int], captions: [String]) -> Failure {
    Failure(
      .badData,
      "equal captions make more than \(maximumPairs) pairs; '\(captions[group[0]])' stands \(group.count) times",
      expected: "captions that tell most images apart",
      remedy: "train with --same-text-links false, evaluate with --matches own")
  }
}
