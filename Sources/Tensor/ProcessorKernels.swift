import CKernels
import COpenBLAS
import CProducts

/// The code that a processor's instructions choose. Other code rounds otherwise: processors whose names here differ give
/// other last bits for the same numbers.
package enum ProcessorKernels {
  /// "OpenBLAS SkylakeX, vectors avx512f", and where products go to oneDNN too, ", oneDNN 0x7ef", the instructions that it
  /// uses as it numbers them.
  package static func name(usesOneDNN: Bool) -> String {
    let own = "OpenBLAS \(BLAS.coreName), vectors \(String(cString: tbn_vector_instructions()))"
    return usesOneDNN ? own + ", oneDNN 0x\(String(tbn_product_instructions(), radix: 16))" : own
  }
}
