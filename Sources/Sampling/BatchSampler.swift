/// Deals the data to global batches, epoch by epoch: a pure function of its seed and the data, whatever the number of
/// ranks.
package protocol BatchSampler: Sendable {
  associatedtype Plan: EpochBatches
  /// The least and the most batches an epoch can have.
  var batchesPerEpoch: ClosedRange<Int> { get }
  /// The number of batches of one epoch, without planning it.
  func batchCount(ofEpoch number: Int) -> Int
  /// The plan of an epoch; numbers count from 0.
  func epoch(_ number: Int) -> Plan
}

/// The global batches of one epoch; they may be asked for in any order and any number of times.
package protocol EpochBatches: Sendable {
  var batchCount: Int { get }
  /// A global batch; indices count from 0 to `batchCount` - 1.
  func batch(_ index: Int) -> GlobalBatch
}
