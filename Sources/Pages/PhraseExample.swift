/// A phrase of an image with its true box and the boxes that a model found for it.
package struct PhraseExample: Equatable, Sendable {
  package let text: String
  package let categories: [String]
  /// x1, y1, x2, y2 in pixels.
  package let truth: SIMD4<Float>
  /// The best-scored first; a page shows three at most.
  package let candidates: [CandidateExample]

  package init(text: String, categories: [String], truth: SIMD4<Float>, candidates: [CandidateExample]) {
    self.text = text
    self.categories = categories
    self.truth = truth
    self.candidates = Array(candidates.prefix(3))
  }
}
