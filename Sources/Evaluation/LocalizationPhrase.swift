// Shapes: N candidate boxes of one image.
import Failures

/// One phrase to be found in its image, with what is true of each candidate box.
package struct LocalizationPhrase: Sendable {
  /// Its words, for messages.
  package let text: String
  /// The row of its scores among those of its image; phrases of one text may share a row.
  package let row: Int
  /// `[N]`, of each candidate with the phrase's true box: intersection over union, from 0 to 1.
  package let overlaps: [Float]
  /// Places in the tally's list of categories; the phrase counts in each.
  package let categories: [Int]

  package init(text: String, row: Int, overlaps: [Float], categories: [Int]) {
    self.text = text
    self.row = row
    self.overlaps = overlaps
    self.categories = categories
  }

  /// The place, from 1, of the first correct candidate in the order of falling scores; nil when none is correct.
  ///
  /// It is 1 plus the number of other candidates, not correct, that are scored at least as high: ties count against
  /// the model.
  ///
  /// - Parameters:
  ///   - scores: `[N]`, finite.
  ///   - overlapThreshold: a candidate with this overlap or more is correct.
  func rank(scores: UnsafeBufferPointer<Float>, overlapThreshold: Float) -> Int? {
    var best: Float?
    for (overlap, score) in zip(overlaps, scores) where overlap >= overlapThreshold {
      best = max(best ?? score, score)
    }
    guard let limit = best?.lowestTie else { return nil }
    return 1 + zip(overlaps, scores).count { $0 < overlapThreshold && $1 >= limit }
  }

  /// - Parameter image: its id, for the message.
  /// - Throws: `Failure(.software)` that names the phrase and the first candidate with NaN or an infinity.
  func checkFinite(scores: UnsafeBufferPointer<Float>, image: String) throws {
    for (name, numbers) in [("score", Array(scores)), ("overlap", overlaps)] {
      guard let candidate = numbers.firstIndex(where: { !$0.isFinite }) else { continue }
      throw Failure(
        .software, "the \(name) of \"\(text)\" with candidate \(candidate) is \(numbers[candidate])",
        at: "image \(image)", expected: "a finite number")
    }
  }
}
