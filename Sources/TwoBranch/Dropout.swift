import CKernels
import Random

/// Inverted dropout whose mask is a function of (seed, step, global row, column) and of nothing else.
package struct Dropout: Sendable {
  package let rate: Float
  package let seed: UInt64
  package let step: Int

  package init(rate: Float, seed: UInt64, step: Int) {
    precondition(rate >= 0 && rate < 1, "dropout rate \(rate)")
    self.rate = rate
    self.seed = seed
    self.step = step
  }

  /// What a kept number is multiplied with.
  var keepScale: Float { 1 / (1 - rate) }

  func kernel(side: Side, firstRow: Int) -> tbn_dropout {
    let purpose: RandomPurpose = side == .image ? .imageDropout : .textDropout
    return tbn_dropout(
      key: (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)), time: UInt32(step),
      purpose: UInt32(purpose.rawValue), first_row: UInt32(firstRow),
      threshold: UInt32(Double(rate) * 0x1p32), scale: keepScale)
  }
}
