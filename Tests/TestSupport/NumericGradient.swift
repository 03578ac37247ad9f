/// A gradient by central differences, with the elements where the function has a kink within a step.
package struct NumericGradient {
  /// Zero where no difference was asked for.
  package private(set) var values: [Double]
  /// Elements whose one-sided differences disagree.
  package private(set) var kinks: Set<Int> = []

  /// - Parameter indices: the elements of `point` to move; all if nil.
  package init(
    at point: [Double], indices: [Int]? = nil, step: Double = 1e-6, of function: ([Double]) -> Double
  ) {
    let middle = function(point)
    values = [Double](repeating: 0, count: point.count)
    var gaps = values
    for index in indices ?? Array(point.indices) {
      var moved = point
      moved[index] = point[index] + step
      let above = function(moved)
      moved[index] = point[index] - step
      let below = function(moved)
      values[index] = (above - below) / (2 * step)
      gaps[index] = abs((above - middle) - (middle - below)) / step
    }
    let largest = values.map(abs).max() ?? 0
    kinks = Set(gaps.indices.filter { gaps[$0] > 1e-3 * largest + 1e-8 })
  }
}
