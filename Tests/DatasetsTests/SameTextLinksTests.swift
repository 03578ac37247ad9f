@testable import Datasets
import Failures
import Sampling
import TestSupport
import Testing

@Suite("Links of equal texts")
struct SameTextLinksTests {
  /// By definition: a text belongs to the images of all texts with the same normalized text.
  private func bruteForce(_ links: Links, _ captions: [String]) -> [[Int32]] {
    captions.indices.map { text in
      let equal = captions.indices.filter { other in
        let normalized = TextNormalization.normalized(captions[text])
        return other == text
          || !normalized.isEmpty && normalized == TextNormalization.normalized(captions[other])
      }
      return Set(equal.flatMap { links.images(of: $0) }).sorted()
    }
  }

  @Test("Equal texts belong to the images of all of them, by the definition")
  func definition() throws {
    let captions = [
      "A dog.", "a cat", "a dog", "a bird", "A  DOG!", "a dog", "...", "!!!", "a bird", "a cow", "a cow",
      "a fish",
    ]
    let links = Links(
      imageCount: 5, imagesOfText: [[0], [0], [1], [1], [1], [3], [2], [3], [1], [2, 3], [4], [4]])
    let same = try SameTextLinks(links: links, captions: captions)
    let expected = bruteForce(links, captions)
    #expect(captions.indices.map { Array(same.links.images(of: $0)) } == expected)
    #expect(same.addedPairs == expected.reduce(0) { $0 + $1.count } - links.linkCount)
    #expect(SameTextLinks.addedPairCount(links: links, captions: captions) == same.addedPairs)
    #expect(Array(same.links.images(of: 0)) == [0, 1, 3])
    #expect(same.links.imageCount == 5)
  }

  @Test("Without equal texts under different images nothing is added")
  func nothingAdded() throws {
    let links = Links(imageCount: 2, imageOfText: [0, 0, 1])
    let same = try SameTextLinks(links: links, captions: ["a", "A", "b"])
    #expect(same.links == links && same.addedPairs == 0)
  }

  @Test(
    "So many equal captions that the pairs would fill the memory are refused, and can be counted all the same"
  )
  func degenerate() {
    let count = 8193
    let links = Links(imageCount: count, imageOfText: Array(0..<count))
    let captions = [String](repeating: "photo", count: count)
    expectFailure(
      .badData, "more than 67108864 pairs", "'photo' stands 8193 times", "--same-text-links false",
      "--matches own"
    ) { _ = try SameTextLinks(links: links, captions: captions) }
    #expect(SameTextLinks.addedPairCount(links: links, captions: captions) == count * (count - 1))
  }
}
