/// Ranks, and how they are spread over nodes.
package struct RankPlacement: Equatable, Sendable {
  package let ranks: Int
  package let nodes: Int

  /// - Parameter ranksPerNode: at most.
  package init(ranks: Int, ranksPerNode: Int) {
    precondition(ranks > 0 && ranksPerNode > 0)
    self.init(ranks: ranks, nodes: (ranks + ranksPerNode - 1) / ranksPerNode)
  }

  package init(ranks: Int, nodes: Int) {
    precondition(nodes > 0 && nodes <= ranks, "\(ranks) ranks on \(nodes) nodes")
    self.ranks = ranks
    self.nodes = nodes
  }

  /// Of the node that has most.
  package var ranksOfNode: Int { (ranks + nodes - 1) / nodes }
}
