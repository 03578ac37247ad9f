import Failures

/// What a retrieval was scored on and how: figures mean nothing without it.
package struct RetrievalProtocol {
  let images: Int
  let captions: Int
  /// Runs of neighbouring images that are scored apart, each with its captions; one: all.
  package let folds: [RetrievalFold]
  /// Nearest candidates of one network that another one orders; nil: one network orders all candidates.
  private let proposals: Int?
  private let isOneEach: Bool
  private let truth: RetrievalTruth

  /// - Parameters:
  ///   - folds: so many parts of one size are scored apart, and their figures averaged.
  ///   - proposals: where two networks retrieve together, how many the first proposes.
  ///   - truth: what `matches` counts as true, for the person.
  /// - Throws: `Failure(.badData)` when there is nothing to score, or an image or a caption belongs to nothing;
  ///   `Failure(.usage)` when the images cannot be split so.
  package init(
    images: Int, captions: Int, matches: RetrievalMatches, folds: Int, proposals: Int? = nil,
    truth: RetrievalTruth = .own
  ) throws {
    try matches.requireSome(images: images, captions: captions)
    self.images = images
    self.captions = captions
    self.folds = try Self.ranges(images: images, folds: folds).map { range in
      if folds == 1 {
        return RetrievalFold(images: range, captions: Array(0..<Int32(captions)), matches: matches)
      }
      let own = Set(range.flatMap(matches.captionsOfImage)).sorted()
      return matches.fold(images: range, captions: own)
    }
    self.proposals = proposals
    self.truth = truth
    isOneEach = (0..<captions).allSatisfy { matches.imagesOfCaption($0).count == 1 }
  }

  private static func ranges(images: Int, folds: Int) throws -> [Range<Int>] {
    guard folds >= 1, images.isMultiple(of: folds) else {
      throw Failure(
        .usage, "\(images) images cannot be split into \(folds) folds of one size",
        remedy: "choose a number of folds that divides \(images)")
    }
    let size = images / folds
    return (0..<folds).map { $0 * size..<($0 + 1) * size }
  }

  private var truthText: String {
    switch truth {
    case .own: isOneEach ? "own image only" : "any linked image"
    case .equalTexts: "any image with an equal caption"
    }
  }

  /// One line: candidates, who orders them, what counts as found, ties.
  var text: String {
    let candidates =
      folds.count == 1
      ? "\(images) images x \(captions) captions, all candidates"
      : "mean of \(folds.count) folds of \(images / folds.count) images with their captions, "
        + "all candidates of the fold"
    let stages = proposals.map {
      ", the embedding network proposes \($0), the similarity network orders them"
    }
    return "\(candidates)\(stages ?? ""), \(truthText), "
      + "ties count against the model"
  }
}
