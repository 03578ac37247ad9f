// Shapes: I images, C captions.
import Failures

/// The ranks of both directions, counted from rows of scores that come one at a time and are not kept: 5,000 images
/// with 25,000 captions have more scores than fit in memory.
///
/// The ranks are those of `RetrievalEvaluation`. The tallies of parts of the images add up to those of all.
package struct RetrievalTally {
  private let matches: RetrievalMatches
  /// `[C]`: from which score on a caption's other images are as similar as its best true one.
  private let captionLimits: [Float]
  /// `[I]` and `[C]`: others found so far that are at least as similar as the best true match.
  private var ahead: (ofImages: [Int32], ofCaptions: [Int32])

  /// - Parameter bestOfCaption: `[C]`, the score of each caption with its best true image.
  package init(images: Int, matches: RetrievalMatches, bestOfCaption: [Float]) {
    self.matches = matches
    captionLimits = bestOfCaption.map(\.lowestTie)
    ahead = (
      [Int32](repeating: 0, count: images), [Int32](repeating: 0, count: bestOfCaption.count)
    )
  }

  /// Counts an image, which must come once only.
  ///
  /// - Parameter scores: `[C]`, of the image with every caption; those of its true ones are overwritten.
  /// - Throws: `Failure(.software)` that names the image when a score is NaN or an infinity.
  package mutating func add(image: Int, scores: UnsafeMutableBufferPointer<Float>) throws {
    precondition(scores.count == captionLimits.count)
    if let caption = scores.firstIndex(where: { !$0.isFinite }) {
      throw Failure(
        .software, "the score of image \(image) with caption \(caption) is \(scores[caption])",
        expected: "a finite number")
    }
    var best = -Float.infinity
    for caption in matches.captionsOfImage(image) {
      best = max(best, scores[Int(caption)])
      // A true match is in nobody's way, in either direction.
      scores[Int(caption)] = -.infinity
    }
    ahead.ofImages[image] = Self.count(scores, from: best.lowestTie)
    let limits = captionLimits
    ahead.ofCaptions.withUnsafeMutableBufferPointer { counts in
      for caption in 0..<counts.count { counts[caption] &+= scores[caption] >= limits[caption] ? 1 : 0 }
    }
  }

  private static func count(_ scores: UnsafeMutableBufferPointer<Float>, from limit: Float) -> Int32 {
    var count: Int32 = 0
    for score in scores { count &+= score >= limit ? 1 : 0 }
    return count
  }

  /// All counts, for the sum over the parts.
  package var counts: [Double] {
    get { (ahead.ofImages + ahead.ofCaptions).map(Double.init) }
    set {
      let images = ahead.ofImages.count
      precondition(newValue.count == images + ahead.ofCaptions.count)
      ahead = (newValue.prefix(images).map { Int32($0) }, newValue.dropFirst(images).map { Int32($0) })
    }
  }

  /// Of all images and captions, once every image was counted.
  package var ranks: RetrievalRanks {
    RetrievalRanks(
      imageToText: ahead.ofImages.map { 1 + Int($0) }, textToImage: ahead.ofCaptions.map { 1 + Int($0) })
  }
}
