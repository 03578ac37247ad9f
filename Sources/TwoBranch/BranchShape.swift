/// Widths of one branch: `FC(input -> hidden) -> batch norm -> ReLU -> dropout -> FC(hidden -> embedding) -> L2`.
package struct BranchShape: Equatable, Sendable {
  /// How the branch's input rows are stored.
  package enum Input: String, Sendable {
    case dense
    /// Few non-zeros a row: the first layer's cost follows the non-zeros, not the width.
    case sparse
  }

  package let inputColumns: Int
  package let hidden: Int
  package let embedding: Int
  package let input: Input

  package init(inputColumns: Int, hidden: Int, embedding: Int, input: Input) {
    precondition(inputColumns > 0 && hidden > 0 && embedding > 0)
    self.inputColumns = inputColumns
    self.hidden = hidden
    self.embedding = embedding
    self.input = input
  }
}

/// Widths of both branches, which meet in one embedding space, and of what stands on them.
package struct NetworkShape: Equatable, Sendable {
  package let image: BranchShape
  package let text: BranchShape
  /// Of the similarity network; nil for the embedding network.
  package let head: HeadShape?

  package init(image: BranchShape, text: BranchShape, head: HeadShape? = nil) {
    precondition(image.embedding == text.embedding, "branches of different embedding widths")
    precondition(head == nil || head?.embedding == image.embedding, "a head of another embedding width")
    self.image = image
    self.text = text
    self.head = head
  }

  package subscript(side: Side) -> BranchShape {
    side == .image ? image : text
  }
}

/// One of the two branches.
package enum Side: String, CaseIterable, Sendable {
  case image, text
}
