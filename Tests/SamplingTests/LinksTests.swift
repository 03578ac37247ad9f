import Sampling
import Testing

struct LinksTests {
  @Test(
    "A list of pairs in any order makes the links that lists of images make",
    arguments: [(1, 1, 1), (5, 7, 12), (7, 5, 0), (33, 17, 200)])
  func pairsEqualLists(images: Int, texts: Int, pairs: Int) {
    var imagesOfText = [Set<Int>](repeating: [], count: texts)
    var list: [(image: Int32, text: Int32)] = []
    for number in 0..<pairs {
      let image = number * 5 % images
      let text = (number * number + 3 * number) % texts
      if imagesOfText[text].insert(image).inserted { list.append((Int32(image), Int32(text))) }
    }
    let expected = Links(imageCount: images, imagesOfText: imagesOfText.map { $0.sorted() })
    #expect(Links(imageCount: images, textCount: texts, pairs: list) == expected)
    #expect(Links(imageCount: images, textCount: texts, pairs: list.reversed()) == expected)
    #expect(expected.linkCount == list.count)
  }

  @Test("A pair that stands twice is the programmer's fault")
  func repeatedPair() async {
    await #expect(processExitsWith: .failure) {
      _ = Links(imageCount: 2, textCount: 2, pairs: [(1, 0), (0, 0), (1, 0)])
    }
  }
}
