import CKernels
import Failures
import Tensor

extension Matrix {
  /// - Parameter item: what a row is, for the message.
  /// - Throws: `Failure(.software)` that names the first row and column with NaN or an infinity.
  package func checkFinite(_ item: String) throws {
    // The squares of finite floats add up to a finite double, and the sum is quickly made.
    if tbn_exact_product(pointer, pointer, count).isFinite { return }
    guard let index = elements.firstIndex(where: { !$0.isFinite }) else { return }
    throw Failure(
      .software, "\(item) \(index / columns) holds \(elements[index]) in column \(index % columns)",
      expected: "finite numbers")
  }
}
