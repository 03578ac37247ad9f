/// A part of the logistic loss of a global batch; the parts of a partition of its pairs add up.
package struct LogisticLossSums: LossSums, Equatable {
  package var loss = 0.0
  package var pairs = 0
  /// Pairs whose score has the sign of their label.
  package var correctPairs = 0

  package init() {}

  /// The same from `numbers`, added up over the parts.
  package init(numbers: [Double]) {
    precondition(numbers.count == 3)
    loss = numbers[0]
    pairs = Int(numbers[1])
    correctPairs = Int(numbers[2])
  }

  /// For the sum over ranks.
  package var numbers: [Double] { [loss, Double(pairs), Double(correctPairs)] }

  package var metrics: [(name: String, value: Double)] {
    [("correct_pairs", Double(correctPairs)), ("pairs", Double(pairs))]
  }

  package func hasNegatives(besides positivePairs: Int) -> Bool { pairs > positivePairs }
}
