import Foundation

/// Whether this process uses the processor or its files, apart from the thread that asks.
struct ProcessWork {
  private var processorSeconds = 0.0
  private var bytes = 0
  private var pageFaults = 0
  /// Bytes that asking has read.
  private var ownBytes = 0

  /// Since the last time it was asked: a hundredth of a core, a byte of a file, or a page read from the disk.
  mutating func hasGrown(elapsedSeconds: Double) -> Bool {
    let before = self
    processorSeconds = Self.seconds(CLOCK_PROCESS_CPUTIME_ID) - Self.seconds(CLOCK_THREAD_CPUTIME_ID)
    bytes = transferredBytes() - ownBytes
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    pageFaults = usage.ru_majflt
    return processorSeconds - before.processorSeconds > 0.01 * elapsedSeconds || bytes != before.bytes
      || pageFaults != before.pageFaults
  }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// By reads and writes of this process so far, as the kernel counts them; 0 where it does not.
  private mutating func transferredBytes() -> Int {
    let file = open("/proc/self/io", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return 0 }
    defer { close(file) }
    var text = [UInt8](repeating: 0, count: 512)
    let count = read(file, &text, text.count)
    guard count > 0 else { return 0 }
    // They enter the kernel's count with the next look.
    defer { ownBytes += count }
    let lines = String(decoding: text.prefix(count), as: UTF8.self).split(separator: "\n").prefix(2)
    return lines.compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }.reduce(0, +)
  }
}
