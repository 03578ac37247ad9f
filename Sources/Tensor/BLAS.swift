import COpenBLAS
import CProducts

/// The library that multiplies matrices.
package enum BLAS {
  /// Threads that each product of this process uses.
  package static var threadCount: Int {
    get { Int(openblas_get_num_threads()) }
    set {
      openblas_set_num_threads(Int32(newValue))
      tbn_set_product_threads(Int32(newValue))
    }
  }

  /// Whether `multiplyRows` may take another library where that is faster. Set before products begin.
  nonisolated(unsafe) package static var takesFasterForRows = false

  /// The processor family whose kernels are in use, such as "SkylakeX".
  package static var coreName: String { String(cString: openblas_get_corename()) }

  /// Version and build options of the library.
  package static var configuration: String { String(cString: openblas_get_config()) }
}
