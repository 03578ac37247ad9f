enum Statistics {
  /// The middle one, or the mean of the two in the middle.
  ///
  /// - Precondition: there is at least one number.
  static func median(_ numbers: [Double]) -> Double {
    precondition(!numbers.isEmpty)
    let sorted = numbers.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
