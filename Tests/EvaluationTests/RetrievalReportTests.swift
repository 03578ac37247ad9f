import Evaluation
import Foundation
import Testing

@Suite struct RetrievalReportTests {
  /// Three images with one, one and two captions, of which the first is opposite to its image.
  private func report(folds: Int = 1) throws -> RetrievalReport {
    try RetrievalTwin(
      images: [[1, 0], [0, 1], [-1, 0]], captions: [[-1, 0], [0, 1], [-1, 0], [0, -1]],
      imagesOfCaption: [[0], [1], [2], [2]]
    ).report(folds: folds)
  }

  @Test("The JSON object has the agreed names in the agreed order")
  func json() throws {
    #expect(
      try report().json
        == #"{"protocol": "3 images x 4 captions, all candidates, own image only, ties count against the model", "#
        + #""images": 3, "captions": 4, "#
        + #""image_to_text": {"r1": 33.333, "r5": 100.0, "r10": 100.0, "median_rank": 2.0, "mean_rank": 2.333}, "#
        + #""text_to_image": {"r1": 50.0, "r5": 100.0, "r10": 100.0, "median_rank": 1.5, "mean_rank": 1.75}, "#
        + #""mean_recall": 80.556}"#)
  }

  @Test("The JSON object is read again as the same report")
  func decoding() throws {
    let report = try report()
    #expect(try JSONDecoder().decode(RetrievalReport.self, from: Data(report.json.utf8)) == report)
    #expect(try JSONDecoder().decode(RetrievalReport.self, from: JSONEncoder().encode(report)) == report)
  }

  @Test("The table has its columns under each other and the protocol below")
  func table() throws {
    #expect(
      try report().table == """
                          R@1    R@5   R@10  median rank  mean rank
        image -> text    33.3  100.0  100.0          2.0        2.3
        text -> image    50.0  100.0  100.0          1.5        1.8
        mean recall      80.6
        3 images x 4 captions, all candidates, own image only, ties count against the model
        """)
  }

  @Test("The protocol tells folds and captions with several images")
  func protocolText() throws {
    #expect(
      try report(folds: 3).protocolText
        == "mean of 3 folds of 1 images with their captions, all candidates of the fold, own image only, "
        + "ties count against the model")
    let linked = RetrievalTwin(images: [[1], [2]], captions: [[1]], imagesOfCaption: [[0, 1]])
    #expect(try linked.report().protocolText.contains("all candidates, any linked image, ties"))
  }
}
