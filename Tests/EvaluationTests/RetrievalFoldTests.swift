import Tensor
import Testing

@testable import Evaluation

@Suite struct RetrievalFoldTests {
  private func folds(_ links: [[Int]], images: Int, folds: Int) throws -> [RetrievalFold] {
    let twin = RetrievalTwin(
      images: RetrievalTwin.embeddings(images, dimensions: 2, seed: 1),
      captions: RetrievalTwin.embeddings(links.count, dimensions: 2, seed: 2), imagesOfCaption: links)
    return try twin.rules(folds: folds).folds
  }

  @Test("Captions in the order of their images are not copied", arguments: [1, 2, 3])
  func views(count: Int) throws {
    let captions = Matrix(RetrievalTwin.embeddings(18, dimensions: 2, seed: 3))
    for (number, fold) in try folds((0..<18).map { [$0 / 3] }, images: 6, folds: count).enumerated() {
      let rows = fold.captions(of: captions)
      #expect(rows.rows == 18 / count && rows.pointer == captions.pointer + number * 18 / count * 2)
    }
  }

  @Test("Scattered captions are gathered, and both sides tell the same relation")
  func scattered() throws {
    let links = (0..<12).map { [$0 % 4, 4 + $0 % 2] }
    let captions = Matrix(RetrievalTwin.embeddings(12, dimensions: 2, seed: 3))
    for (number, fold) in try folds(links, images: 6, folds: 2).enumerated() {
      let images = number * 3..<(number + 1) * 3
      let expected = links.indices.filter { links[$0].contains(where: images.contains) }
      #expect(fold.captions.map { Int($0) } == expected && fold.images == images)
      let rows = fold.captions(of: captions)
      for (place, caption) in expected.enumerated() {
        #expect(Array(rows.rows(place..<place + 1).elements) == captionRow(captions, caption))
        let own = links[caption].filter(images.contains).map { Int32($0 - images.lowerBound) }
        #expect(Array(fold.matches.imagesOfCaption(place)) == own)
        for image in own { #expect(fold.matches.captionsOfImage(Int(image)).contains(Int32(place))) }
      }
    }
  }

  private func captionRow(_ captions: Matrix, _ row: Int) -> [Float] {
    (0..<captions.columns).map { captions[row, $0] }
  }

  @Test(
    "Tiles cover every pair once, and differ in size by one at most",
    arguments: [(0, 3), (1, 1), (5, 7), (10, 10), (17, 4)], [1, 3, 4, 100])
  func tiles(size: (images: Int, captions: Int), side: Int) {
    var seen = Set<[Int]>()
    var heights = Set<Int>()
    var count = 0
    RetrievalTile(images: side, captions: side + 1).forEach(
      images: 2..<2 + size.images, captionCount: size.captions
    ) { images, captions in
      #expect(images.count <= side && captions.count <= side + 1)
      heights.insert(images.count)
      for image in images { for caption in captions { seen.insert([image, caption]) } }
      count += images.count * captions.count
    }
    #expect(count == size.images * size.captions && seen.count == count)
    #expect(seen.allSatisfy { (2..<2 + size.images).contains($0[0]) && $0[1] < size.captions })
    #expect((heights.max() ?? 0) - (heights.min() ?? 0) <= 1)
  }
}
