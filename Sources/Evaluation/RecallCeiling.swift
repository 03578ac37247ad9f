import Foundation
import Statistics

/// The largest recalls that any model can have in one direction, in percent.
package struct RecallCeiling: Codable, Equatable, Sendable {
  package let r1, r5, r10: Double

  static let limits = [1, 5, 10]

  /// - Parameter folds: R@1, R@5 and R@10 of each fold.
  init(meanOf folds: [[Double]]) {
    let means = Self.limits.indices.map { place in
      (folds.reduce(0) { $0 + $1[place] } / Double(folds.count)).roundedToThousandths
    }
    (r1, r5, r10) = (means[0], means[1], means[2])
  }

  private var values: [Double] { [r1, r5, r10] }

  /// Those below 100; nil where there is none.
  var text: String? {
    let low = zip(Self.limits, values).filter { $0.1 < 100 }
    guard !low.isEmpty else { return nil }
    return low.map { String(format: "R@%d %.1f", $0, $1) }.joined(separator: ", ")
  }

  var json: String {
    OrderedJSON.object(zip(Self.limits, values).map { ("r\($0)", "\($1)") })
  }
}
