import Foundation

/// Leaves descriptors to the rest of the process: a checkpoint that finds none would end the run.
enum DescriptorReserve {
  private static let count = 64

  /// Whether a new descriptor leaves enough others: the system always gives the lowest that is free.
  static func mayKeep(_ descriptor: Int32) -> Bool {
    var limits = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else { return true }
    return UInt64(descriptor) + UInt64(min(count, Int(limits.rlim_cur / 4))) < limits.rlim_cur
  }
}
