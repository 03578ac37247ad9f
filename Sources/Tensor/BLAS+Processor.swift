import CKernels
import Foundation

extension BLAS {
  /// Starts the program anew with the kernels the processor can run, where OpenBLAS has picked older ones.
  ///
  /// OpenBLAS knows processors by their model number, and takes AVX2 kernels for one that is newer than itself, at
  /// little more than half the speed. It picks once, when the program is loaded, so the variable that overrides the
  /// pick must be there before. Does nothing where the user has set it. Call it before MPI starts.
  package static func restartWithWidestKernels() {
    guard coreName == "Haswell" || coreName == "Zen", tbn_has_avx512() != 0 else { return }
    guard getenv("OPENBLAS_CORETYPE") == nil, setenv("OPENBLAS_CORETYPE", "SkylakeX", 0) == 0 else { return }
    var arguments = CommandLine.arguments.map { strdup($0) } + [nil]
    execv("/proc/self/exe", &arguments)
    // It returns only if it failed: then the slower kernels do the same work.
    arguments.forEach { free($0) }
  }
}
