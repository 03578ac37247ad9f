import MPI

extension World {
  /// The numbers of the ranks on this node, in order. A collective over them.
  func ranksOfNode() throws -> [Int] {
    var ranks = [Int](repeating: 0, count: node.size)
    ranks[node.rank] = rank
    try node.allReduce(&ranks)
    return ranks
  }
}
