/// A part of the loss of a global batch, as numbers that add up over the parts of a partition of it.
package protocol LossSums: Sendable {
  /// The same from `numbers`, added up over the parts.
  init(numbers: [Double])
  var numbers: [Double] { get }
  var loss: Double { get }
  /// What there is to say of a step's loss besides its value, by the names of the metrics file.
  var metrics: [(name: String, value: Double)] { get }
  /// Whether anything of the batch was compared with a negative.
  ///
  /// - Parameter positivePairs: of the batch.
  func hasNegatives(besides positivePairs: Int) -> Bool
}
