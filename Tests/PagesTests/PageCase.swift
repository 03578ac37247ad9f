import Evaluation
import Pages
import Tensor
import TestSupport

/// A page of two images, with texts that would break it if they were taken as markup.
struct PageCase {
  static let hostile = #"<script>alert("1 & 2")</script> 'it's' ]]> &amp; <!-- "#

  var title = "test split"
  var command = "tbn-dist evaluate runs/1"
  var categories = ["people", "other"]
  var examples = [
    LocalizationExample(
      imageID: "1007129816", width: 320, height: 240, pictureURL: "Pictures/a%20b.png",
      phrases: [
        PhraseExample(
          text: "a red apple", categories: ["people", "other"], truth: [10, 20, 110, 95.5],
          candidates: [
            CandidateExample(box: [12, 22, 112, 90], score: 0.83149, overlap: 0.7512),
            CandidateExample(box: [200, 20, 260, 95], score: 0.5, overlap: 0.49999),
            CandidateExample(box: [0, 0, 320, 240], score: -1.25, overlap: 0.1),
            CandidateExample(box: [1, 1, 2, 2], score: -2, overlap: 0),
          ]),
        PhraseExample(
          text: "a cat", categories: [], truth: [0, 0, 9, 9],
          candidates: [CandidateExample(box: [100, 100, 120, 120], score: 0.1, overlap: 0)]),
      ]),
    LocalizationExample(
      imageID: "36979", width: 500, height: 375, pictureURL: nil,
      phrases: [PhraseExample(text: "the sky", categories: ["other"], truth: [1, 2, 3, 4], candidates: [])]),
  ]

  /// 1,234 images with a phrase of each category.
  func report() throws -> LocalizationReport {
    var tally = LocalizationTally(categories: categories, candidateLimit: 2)
    let phrases = categories.indices.map {
      LocalizationPhrase(text: "it", row: 0, overlaps: [Float($0), 0.6], categories: [$0])
    }
    let scores = Matrix([[2, 1]])
    for image in 0..<1234 { try tally.add(image: "\(image)", phrases: phrases, scores: scores) }
    return try tally.report(
      leftOut: LocalizationLeftOut(photos: 0, lines: 0, phrases: 3), reasons: "3 phrases left out")
  }

  func html() throws -> String {
    LocalizationPage(title: title, command: command, report: try report(), examples: examples).html
  }

  /// The page, parsed as strictly as XML is.
  func document() throws -> PageElement { try PageElement.parse(html()) }
}
