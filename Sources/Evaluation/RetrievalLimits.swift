// Shapes: I images, C captions.
import Tensor

/// From which score on another candidate stands before a query's best true match, for the queries of both directions.
package struct RetrievalLimits {
  let ofImages: QueryLimits
  let ofCaptions: QueryLimits

  /// - Parameters:
  ///   - bestOfImage: `[I]`, the score of each image with its best true caption.
  ///   - bestOfCaption: `[C]`, the score of each caption with its best true image.
  ///   - error: how far the scores that will be compared may be from exact ones at most; 0: they are compared as they
  ///     are, and the best ones must come from the same arithmetic.
  package init(bestOfImage: [Double], bestOfCaption: [Double], error: Double = 0) {
    ofImages = QueryLimits(best: bestOfImage, error: error)
    ofCaptions = QueryLimits(best: bestOfCaption, error: error)
  }
}

/// The limits of the queries of one direction.
struct QueryLimits {
  /// From here up an exact score is as good as the best true one.
  let exact: [Double]
  /// `[1, n]`: scores below these are surely not as good.
  let low: Matrix
  /// `[1, n]`: scores above these surely are.
  let high: Matrix

  init(best: [Double], error: Double) {
    precondition(error >= 0)
    exact = best.map(\.lowestTie)
    low = Matrix(rows: 1, columns: best.count)
    high = Matrix(rows: 1, columns: best.count)
    for (query, limit) in exact.enumerated() {
      low.pointer[query] = Self.smallestFloat(from: limit - error)
      // Where the error leaves the range of floats, no score is sure.
      let above = Self.smallestFloat(from: limit + error)
      high.pointer[query] = above == .infinity ? above : above.nextDown
    }
  }

  /// Whether a score with this error may be on either side of the limit; NaN always may.
  func leaveInDoubt(_ score: Float, of query: Int) -> Bool {
    !(score < low[0, query]) && !(score > high[0, query])
  }

  private static func smallestFloat(from value: Double) -> Float {
    let nearest = Float(value)
    return Double(nearest) < value ? nearest.nextUp : nearest
  }
}
