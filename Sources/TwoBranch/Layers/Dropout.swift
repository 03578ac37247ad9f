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
  fileprivate var keepScale: Float { 1 / (1 - rate) }

  /// The mask of a branch's rows, of which the first is `firstRow` of the global batch.
  func mask(of side: Side, firstRow: Int) -> Mask { Mask(dropout: self, side: side, firstRow: firstRow) }

  struct Mask {
    fileprivate let dropout: Dropout
    fileprivate let side: Side
    fileprivate let firstRow: Int

    var keepScale: Float { dropout.keepScale }

    /// From one of the rows on.
    func kernel(row: Int) -> tbn_dropout {
      let purpose: RandomPurpose = side == .image ? .imageDropout : .textDropout
      let seed = dropout.seed
      return tbn_dropout(
        key: (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)),
        time: UInt32(dropout.step), purpose: UInt32(purpose.rawValue), first_row: UInt32(firstRow + row),
        threshold: UInt32(Double(dropout.rate) * 0x1p32), scale: keepScale)
    }
  }
}
