import Failures
import Tensor

extension Matrix {
  /// - Parameter item: what a row is, for the message.
  /// - Throws: `Failure(.software)` that names the first row and column with NaN or an infinity.
  package func checkFinite(_ item: String) throws {
    guard let index = elements.firstIndex(where: { !$0.isFinite }) else { return }
    throw Failure(
      .software, "\(item) \(index / columns) holds \(elements[index]) in column \(index % columns)",
      expected: "finite numbers")
  }
}
