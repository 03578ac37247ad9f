import Foundation

/// The cores that a rank may keep busy, and why so many.
package struct CoreShare: Equatable, Sendable {
  package let cores: Int
  /// "2 cores for 2 ranks"
  package let reason: String

  /// - Parameters:
  ///   - allowed: cores on which this rank may run, which `sharing` ranks do.
  ///   - quota: of processor time for `quotaRanks` ranks; nil: no limit.
  package init(allowed: Int, sharing: Int, quota: Double?, quotaRanks: Int) {
    let own = max(1, allowed / max(1, sharing))
    let limit = quota.map { max(1, Int($0 / Double(max(1, quotaRanks)) + 1e-6)) }
    if let quota, let limit, limit < own {
      cores = limit
      let text = String(format: quota == quota.rounded() ? "%.0f" : "%.1f", quota)
      reason = "a CPU quota of \(text) for \(Self.counted(quotaRanks, "rank"))"
    } else {
      cores = own
      reason = "\(Self.counted(allowed, "core")) for \(Self.counted(sharing, "rank"))"
    }
  }

  /// This rank's. A collective over `node`.
  package static func current(on node: Communicator) throws -> CoreShare {
    let affinity = Affinity.current()
    let sharing = try affinity.sharingRanks(on: node)
    let quota = ProcessorQuota.current()
    return CoreShare(
      allowed: affinity.coreCount, sharing: sharing, quota: quota?.cores,
      quotaRanks: try ProcessorQuota.sharingRanks(quota, on: node))
  }

  private static func counted(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
  }
}
