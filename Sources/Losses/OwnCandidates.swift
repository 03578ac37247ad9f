/// The candidates that stand in the same neighbourhood of a batch as an anchor.
struct OwnCandidates {
  /// `[G + 1]`: where the neighbourhoods' anchors begin, and where their candidates do.
  let anchorStarts: [Int]
  let candidateStarts: [Int]

  subscript(anchor: Int) -> Range<Int> {
    var low = 0
    var high = anchorStarts.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if anchorStarts[middle] <= anchor { low = middle } else { high = middle }
    }
    return candidateStarts[low]..<candidateStarts[low + 1]
  }
}
