/// Figures of measurements, as reports have them.
package enum Statistics {
  /// The middle number, or the mean of the two in the middle.
  ///
  /// - Precondition: there is at least one number.
  package static func median(_ numbers: [Double]) -> Double {
    precondition(!numbers.isEmpty, "the median of nothing")
    let sorted = numbers.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}

extension Double {
  /// With three digits behind the point, which tells one query of 25,000 from none.
  package var roundedToThousandths: Double { (self * 1000).rounded() / 1000 }
}
