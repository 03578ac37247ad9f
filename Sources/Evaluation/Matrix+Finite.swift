import Failures
import Tensor

extension Matrix {
  /// - Parameter item: what a row is, for the message.
  /// - Throws: `Failure(.software)` that names the first row and column with NaN or an infinity.
  package func checkFinite(_ item: String) throws { _ = try largestNorm(item) }

  /// The largest Euclidean norm of a row; 0 without rows.
  ///
  /// - Parameter item: what a row is, for the message.
  /// - Throws: `Failure(.software)` that names the first row and column with NaN or an infinity.
  func largestNorm(_ item: String) throws -> Double {
    var largest = 0.0
    for row in 0..<rows {
      let numbers = pointer + row * columns
      // The squares of finite floats have a finite sum in doubles.
      let square = product(ofRow: row, with: numbers)
      guard square.isFinite else {
        let column = (0..<columns).first { !numbers[$0].isFinite } ?? 0
        throw Failure(
          .software, "\(item) \(row) holds \(numbers[column]) in column \(column)", expected: "finite numbers"
        )
      }
      largest = max(largest, square)
    }
    return largest.squareRoot()
  }
}
