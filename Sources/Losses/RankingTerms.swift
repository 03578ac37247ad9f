/// One thing for each of the four terms of the ranking loss.
package struct RankingTerms<Content> {
  /// A sentence, its image, negative images (the paper's lambda 1).
  package var sentenceAnchor: Content
  /// An image, each of its sentences, negative sentences.
  package var imageAnchor: Content
  /// An image, its farthest sampled neighbour image, negative images (lambda 2).
  package var imageNeighbors: Content
  /// A sentence, its farthest sampled neighbour sentence, negative sentences (lambda 3).
  package var sentenceNeighbors: Content

  package init(
    sentenceAnchor: Content, imageAnchor: Content, imageNeighbors: Content, sentenceNeighbors: Content
  ) {
    self.sentenceAnchor = sentenceAnchor
    self.imageAnchor = imageAnchor
    self.imageNeighbors = imageNeighbors
    self.sentenceNeighbors = sentenceNeighbors
  }

  /// In the order of declaration.
  package var all: [Content] { [sentenceAnchor, imageAnchor, imageNeighbors, sentenceNeighbors] }
}

extension RankingTerms: Sendable where Content: Sendable {}
extension RankingTerms: Equatable where Content: Equatable {}
