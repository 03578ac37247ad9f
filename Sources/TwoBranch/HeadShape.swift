/// Widths of the similarity network's head:
/// `FC(embedding -> hidden) -> batch norm -> ReLU -> FC(hidden -> output) -> batch norm -> ReLU -> FC(output -> 1)`.
package struct HeadShape: Equatable, Sendable {
  package let embedding: Int
  package let hidden: Int
  package let output: Int

  package init(embedding: Int, hidden: Int, output: Int) {
    precondition(embedding > 0 && hidden > 0 && output > 0)
    self.embedding = embedding
    self.hidden = hidden
    self.output = output
  }
}
