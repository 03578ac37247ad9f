import CKernels

extension RunningStatistics {
  /// A digest of all numbers, for a comparison between ranks.
  package var digest: UInt64 {
    UInt64(batchCount) &+ tbn_digest(mean, mean.count, 0)
      &+ tbn_digest(variance, variance.count, UInt64(mean.count))
  }
}
