/// The two old pixels between whose centres the centre of one new pixel of a longer line lies.
struct LinearPosition: Equatable {
  let lower: Int
  let upper: Int
  /// The weight of `upper`; `lower` has the rest.
  let share: Float

  /// - Precondition: 1 <= `count` <= `newCount`, and `position` is below `newCount`.
  init(of position: Int, newCount: Int, count: Int) {
    precondition(count >= 1 && count <= newCount, "\(count) pixels cannot be enlarged to \(newCount)")
    precondition((0..<newCount).contains(position), "no pixel \(position) among \(newCount)")
    // In units of 1 / (2 newCount) of an old pixel, counted from the centre of the first.
    let doubled = max(0, (2 * position + 1) * count - newCount)
    lower = min(doubled / (2 * newCount), count - 1)
    upper = min(lower + 1, count - 1)
    share = Float(doubled - lower * 2 * newCount) / Float(2 * newCount)
  }
}
