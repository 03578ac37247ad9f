import Failures
import Tensor
import Testing

@testable import Evaluation

@Suite("Retrieval by two networks")
struct RerankingTests {
  /// A proposing network and one that orders, on one many-to-many relation; small whole numbers, so that there are many
  /// ties.
  private struct Case {
    let proposing: RetrievalTwin
    let ordering: RetrievalTwin

    init(images: Int, captions: Int, imagesOfCaption: (Int) -> [Int]) {
      let links = (0..<captions).map(imagesOfCaption)
      (proposing, ordering) = (
        RetrievalTwin(
          images: RetrievalTwin.embeddings(images, dimensions: 3, seed: 1),
          captions: RetrievalTwin.embeddings(captions, dimensions: 3, seed: 2), imagesOfCaption: links),
        RetrievalTwin(
          images: RetrievalTwin.embeddings(images, dimensions: 4, seed: 3),
          captions: RetrievalTwin.embeddings(captions, dimensions: 4, seed: 4), imagesOfCaption: links)
      )
    }

    static let all = [
      Case(images: 9, captions: 27) { [$0 / 3] },
      Case(images: 9, captions: 13) { caption in [0, 1, 2].map { (caption * 2 + $0 * 3) % 9 }.sorted() },
      Case(images: 1, captions: 4) { _ in [0] }, Case(images: 40, captions: 40) { [$0] },
    ]

    /// Found by the code under test.
    func ranks(_ proposals: Int) throws -> RetrievalRanks {
      let (similarities, scores) = (proposing.scores, ordering.scores)
      let (transposed, transposedScores) = (similarities.transposed(), scores.transposed())
      let reranking = Reranking(proposals: proposals)
      return RetrievalRanks(
        imageToText: try (0..<similarities.rows).map { image in
          try reranking.rank(
            of: proposing.matches.captionsOfImage(image), in: similarities.rows(image..<image + 1)
          ) { $0.map { scores[image, Int($0)] } }
        },
        textToImage: try (0..<transposed.rows).map { caption in
          try reranking.rank(
            of: proposing.matches.imagesOfCaption(caption), in: transposed.rows(caption..<caption + 1)
          ) { $0.map { transposedScores[caption, Int($0)] } }
        })
    }

    /// By the definition: sorts everything, true ones behind those that are as similar; then the first K anew.
    func rankByDefinition(
      _ proposals: Int, _ similarities: [Float], _ scores: [Float], isMatch: (Int) -> Bool
    ) -> Int {
      func sorted(_ candidates: [Int], by values: [Float]) -> [Int] {
        candidates.sorted { (-values[$0], isMatch($0) ? 1 : 0) < (-values[$1], isMatch($1) ? 1 : 0) }
      }
      let order = sorted(Array(similarities.indices), by: similarities)
      let again = sorted(Array(order.prefix(proposals)), by: scores)
      return (again.firstIndex(where: isMatch) ?? order.firstIndex(where: isMatch) ?? order.count) + 1
    }
  }

  @Test(
    "Ranks equal those of sorting everything, and the first ones anew", arguments: [1, 2, 3, 5, 8, 26, 39])
  func definition(proposals: Int) throws {
    for example in Case.all {
      let found = try example.ranks(proposals)
      let links = example.proposing.imagesOfCaption
      let (similarities, scores) = (example.proposing.scores, example.ordering.scores)
      for image in 0..<similarities.rows {
        let rank = example.rankByDefinition(
          proposals, Array(similarities.rows(image..<image + 1).elements),
          Array(scores.rows(image..<image + 1).elements)
        ) { links[$0].contains(image) }
        #expect(found.imageToText[image] == rank, "image \(image) of \(similarities.rows)")
      }
      for caption in links.indices {
        let rank = example.rankByDefinition(
          proposals, (0..<similarities.rows).map { similarities[$0, caption] },
          (0..<similarities.rows).map { scores[$0, caption] }
        ) { links[caption].contains($0) }
        #expect(found.textToImage[caption] == rank, "caption \(caption) of \(links.count)")
      }
    }
  }

  @Test("All candidates proposed: the ranks are the second network's", arguments: [40, 41, Int.max])
  func allProposed(proposals: Int) throws {
    for example in Case.all {
      #expect(try example.ranks(proposals) == example.ordering.ranks())
    }
  }

  @Test("One proposed: found first is what the first network finds first, and other ranks are its own")
  func oneProposed() throws {
    for example in Case.all {
      #expect(try example.ranks(1) == example.proposing.ranks())
    }
  }

  @Test("A query whose true matches are not proposed keeps its rank; the others get one within the proposals")
  func bounds() throws {
    let example = Case.all[3]
    let before = try example.proposing.ranks()
    let after = try example.ranks(5)
    for (old, new) in zip(before.imageToText + before.textToImage, after.imageToText + after.textToImage) {
      if old > 5 { #expect(new == old) } else { #expect(new <= 5) }
    }
    #expect(before.imageToText.contains { $0 > 5 } && before.imageToText.contains { $0 <= 5 })
  }

  @Test("The proposals are the nearest, whatever their number", arguments: [1, 7, 60, 500])
  func proposals(count: Int) {
    let similarities = (0..<999).map { Float(($0 * 7919) % 999) }
    let found = Reranking(proposals: count).proposals([500], Matrix([similarities]))
    let expected = similarities.indices.sorted { similarities[$0] > similarities[$1] }.prefix(count)
    #expect(found == expected.map { Int32($0) })
  }

  @Test("A score that is not a number is a failure that names the candidate")
  func notANumber() {
    let failure = #expect(throws: Failure.self) {
      try Reranking(proposals: 2).rank(of: [0], in: Matrix([[3, 1, 2]])) { _ in [1, .nan] }
    }
    #expect(failure?.found == "the score of candidate 2 is nan")
    #expect(failure?.status == .software)
  }

  @Test("A similarity that is not a number counts against the model")
  func overflow() throws {
    let scores: ([Int32]) -> [Float] = { $0.map { _ in 1 } }
    #expect(try Reranking(proposals: 1).rank(of: [1], in: Matrix([[.nan, 2, 1]]), scores: scores) == 2)
    #expect(try Reranking(proposals: 2).rank(of: [0], in: Matrix([[.nan, 2, 1]]), scores: scores) == 3)
  }
}
