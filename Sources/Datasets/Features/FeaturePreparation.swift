import Failures

/// A preparation of feature vectors `[D]`, with the numbers it learned from the training rows: for images and for
/// dense caption vectors alike.
package struct FeaturePreparation: Codable, Equatable, Sendable {
  package let kind: FeaturePreparationKind
  package let dimensions: Int
  /// `[D]`, the means of the training columns; empty unless `kind` is `standardize`.
  package let mean: [Float]
  /// `[D]`, their standard deviations (over N, not N - 1), and 1 for a column whose numbers are all the same; empty
  /// unless `kind` is `standardize`.
  package let scale: [Float]

  /// A preparation fitted to training rows. Only `standardize` reads them, each once.
  ///
  /// - Throws: when their file has become shorter or cannot be read.
  package init(_ kind: FeaturePreparationKind, fittedTo rows: FeatureRows) throws {
    self.kind = kind
    dimensions = rows.dimensions
    guard kind == .standardize else {
      (mean, scale) = ([], [])
      return
    }
    let moments = try ColumnMoments(of: rows)
    mean = moments.means.map { Float($0) }
    // A deviation below the normal range of Float would divide to infinity.
    scale = moments.standardDeviations.map { Float($0).isNormal ? Float($0) : 1 }
  }

  /// A preparation as it was stored.
  /// - Throws: `.badData` when mean and scale are not `[dimensions]` of usable numbers, or stand where none belong.
  package init(_ kind: FeaturePreparationKind, dimensions: Int, mean: [Float], scale: [Float]) throws {
    let expected = kind == .standardize ? dimensions : 0
    guard mean.count == expected, scale.count == expected else {
      throw Failure(
        .badData, "\(mean.count) means and \(scale.count) scales for the preparation '\(kind.rawValue)'",
        expected: "\(expected) of each")
    }
    guard mean.allSatisfy(\.isFinite), scale.allSatisfy({ $0.isFinite && $0 > 0 }) else {
      throw Failure(
        .badData, "the preparation '\(kind.rawValue)' has a mean or scale that cannot be used",
        expected: "finite means and positive scales")
    }
    self.kind = kind
    self.dimensions = dimensions
    self.mean = mean
    self.scale = scale
  }
}
