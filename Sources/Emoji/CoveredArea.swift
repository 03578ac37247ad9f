/// The run of old pixels that one new pixel of a smaller line covers, with the share of each.
struct CoveredArea: Equatable {
  let start: Int
  /// They add up to 1.
  let weights: [Float]

  /// - Precondition: 1 <= `newCount` <= `count`, and `position` is below `newCount`.
  init(of position: Int, newCount: Int, count: Int) {
    precondition(newCount >= 1 && newCount <= count, "\(count) pixels cannot be averaged to \(newCount)")
    precondition((0..<newCount).contains(position), "no pixel \(position) among \(newCount)")
    // In units of 1 / newCount of an old pixel, so that the borders are whole numbers.
    let low = position * count
    let high = low + count
    start = low / newCount
    let end = (high + newCount - 1) / newCount
    weights = (start..<end).map { pixel in
      let covered = min(high, (pixel + 1) * newCount) - max(low, pixel * newCount)
      return Float(covered) / Float(count)
    }
  }
}
