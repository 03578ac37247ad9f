import Datasets

extension FeatureRows {
  /// The vector of an item as an array.
  func vector(_ item: Int) throws -> [Float] {
    var values = [Float](repeating: .nan, count: dimensions)
    try read([item]) { _, row in row.copy(into: &values) }
    return values
  }
}
