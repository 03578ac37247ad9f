/// A gradient by central differences, with the elements where the function has a kink within a step.
package struct NumericGradient {
  package private(set) var values: [Double] = []
  /// Elements whose one-sided differences disagree.
  package private(set) var kinks: Set<Int> = []

  package init(at point: [Double], step: Double = 1e-6, of function: ([Double]) -> Double) {
    let middle = function(point)
    var gaps: [Double] = []
    for index in point.indices {
      var moved = point
      moved[index] = point[index] + step
      let above = function(moved)
      moved[index] = point[index] - step
      let below = function(moved)
      values.append((above - below) / (2 * step))
      gaps.append(abs((above - middle) - (middle - below)) / step)
    }
    let largest = values.map(abs).max() ?? 0
    kinks = Set(gaps.indices.filter { gaps[$0] > 1e-3 * largest + 1e-8 })
  }
}
