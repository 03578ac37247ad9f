import Foundation

// Written out rather than taken from the standard library, whose algorithms may change with the toolchain: a run
// must go on with the batches it began with.

extension RandomStream {
  /// A uniform integer in 0..<`bound`. Source: Lemire, "Fast random integer generation in an interval" (2019).
  package mutating func nextIndex(below bound: Int) -> Int {
    precondition(bound > 0)
    let range = UInt64(bound)
    var product = next().multipliedFullWidth(by: range)
    if product.low < range {
      let rejected = (0 &- range) % range
      while product.low < rejected { product = next().multipliedFullWidth(by: range) }
    }
    return Int(product.high)
  }

  /// The numbers 0..<`count` in a random order (Fisher-Yates).
  package mutating func permutation(of count: Int) -> [Int] {
    var numbers = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      numbers.swapAt(last, nextIndex(below: last + 1))
    }
    return numbers
  }
}

extension Double {
  static func log(_ x: Double) -> Double { Foundation.log(x) }
  /// The cosine of `turn` full turns.
  static func cosTurn(_ turn: Double) -> Double { cos(2 * .pi * turn) }
}
