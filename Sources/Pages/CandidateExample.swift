/// A box that a model found for a phrase.
package struct CandidateExample: Equatable, Sendable {
  /// x1, y1, x2, y2 in pixels.
  package let box: SIMD4<Float>
  package let score: Float
  /// With the true box: intersection over union.
  package let overlap: Float

  package init(box: SIMD4<Float>, score: Float, overlap: Float) {
    self.box = box
    self.score = score
    self.overlap = overlap
  }
}
