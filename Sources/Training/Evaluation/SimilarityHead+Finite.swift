import Failures
import TwoBranch

extension SimilarityHead {
  /// ReLU makes a zero of NaN, so that a head with a broken weight gives scores that look good.
  ///
  /// - Throws: `Failure(.software)` that names the first parameter or running estimate with NaN or an infinity.
  func checkFinite() throws {
    guard let (name, place, value) = firstNotFinite() else { return }
    throw Failure(
      .software, "number \(place) of the similarity network's \(name) is \(value)",
      expected: "finite numbers",
      remedy: "take a checkpoint before the training diverged, and train on with a lower learning rate")
  }
}
