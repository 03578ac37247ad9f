import Foundation

/// The rectangle of a plot, in pixels, with what its axes mean: ranks from left to right, doubling by doubling, and
/// values from the bottom up.
struct PlotArea {
  let left: Double
  let top: Double
  let width: Double
  let height: Double
  let ranks: ClosedRange<Int>
  let values: ClosedRange<Double>
  /// Whether values too go by doublings; they are above 0 then.
  let doublings: Bool

  var right: Double { left + width }
  var bottom: Double { top + height }

  /// Doublings of ranks left free at both sides.
  private static let margin = 0.5

  func x(_ ranks: Int) -> Double {
    let first = log2(Double(self.ranks.lowerBound)) - Self.margin
    let last = log2(Double(self.ranks.upperBound)) + Self.margin
    return left + width * (log2(Double(ranks)) - first) / (last - first)
  }

  func y(_ value: Double) -> Double {
    let (low, high) = (scaled(values.lowerBound), scaled(values.upperBound))
    return bottom - height * (scaled(value) - low) / (high - low)
  }

  private func scaled(_ value: Double) -> Double { doublings ? log2(value) : value }

  /// Values at which the axis has lines: powers of two, or about five round numbers.
  var ticks: [Double] {
    if doublings {
      let powers = Int(log2(values.lowerBound).rounded())...Int(log2(values.upperBound).rounded())
      return powers.map { exp2(Double($0)) }
    }
    let span = values.upperBound - values.lowerBound
    let decade = pow(10, floor(log10(span / 5)))
    let step = [1, 2, 5, 10].map { $0 * decade }.first { span / $0 <= 6 } ?? 10 * decade
    return (0...Int(values.upperBound / step)).map { Double($0) * step }.filter(values.contains)
  }

  /// Doublings that hold some values, at least one.
  static func doublings(around values: [Double]) -> ClosedRange<Double> {
    let low = exp2(floor(log2(values.min() ?? 1)))
    return low...max(2 * low, exp2(ceil(log2(values.max() ?? 1))))
  }
}
