import Foundation

extension RandomStream {
  /// A uniform integer in 0..<`bound`, without modulo bias (Lemire's method, by the standard library).
  package mutating func nextIndex(below bound: Int) -> Int {
    Int.random(in: 0..<bound, using: &self)
  }

  /// The numbers 0..<`count` in a random order (Fisher-Yates).
  package mutating func permutation(of count: Int) -> [Int] {
    Array(0..<count).shuffled(using: &self)
  }
}

extension Double {
  static func log(_ x: Double) -> Double { Foundation.log(x) }
  /// The cosine of `turn` full turns.
  static func cosTurn(_ turn: Double) -> Double { cos(2 * .pi * turn) }
}
