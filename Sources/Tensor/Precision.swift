import CProducts
import Failures

/// What the products of a training step read. Their sums, the parameters and everything else are single precision.
package enum Precision: String, CaseIterable, Sendable, Codable {
  case fp32
  /// Operands rounded to 8 bits of precision.
  case bf16

  /// - Throws: where this processor has no instructions for such products.
  package func requireSupport() throws {
    guard self == .bf16, !tbn_has_bfloat16_products() else { return }
    throw Failure(
      .configuration, "--precision bf16, but this processor has no bfloat16 instructions",
      expected: "AVX-512 BF16 or AMX (the flags avx512_bf16 or amx_bf16 in /proc/cpuinfo)",
      remedy: "use --precision fp32, or another machine")
  }
}
