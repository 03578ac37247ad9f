import Failures
import Foundation

/// What the operating system keeps of files in memory.
enum PageCache {
  /// Forgets the pages of a file, which must have been written to the disk, so that they are read from there again.
  /// Returns the part that is in memory all the same: what is being read at this moment.
  ///
  /// - Throws: `.unavailable` when most of it stays, as in a file system that is memory.
  static func drop(_ path: String) throws -> Double {
    try withDescriptor(path) { descriptor in
      posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
      let share = try residentShare(of: descriptor, path)
      guard share <= 0.5 else {
        throw Failure(
          .unavailable, String(format: "%.0f %% of the file stays in memory", 100 * share), at: path,
          expected: "a file that can be read from the disk again",
          remedy: "give a --directory on a disk, or leave out --cold")
      }
      return share
    }
  }

  /// Reads a file, so that its pages are there.
  static func fill(_ path: String) throws {
    try withDescriptor(path) { descriptor in
      var buffer = [UInt8](repeating: 0, count: 1 << 20)
      while read(descriptor, &buffer, buffer.count) > 0 {}
    }
  }

  /// The part of a file's pages that is in memory.
  private static func residentShare(of descriptor: Int32, _ path: String) throws -> Double {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_size > 0,
      let address = mmap(nil, Int(status.st_size), PROT_READ, MAP_SHARED, descriptor, 0),
      address != MAP_FAILED
    else { throw Failure(.systemError, "the system does not say what is in memory", at: path) }
    defer { munmap(address, Int(status.st_size)) }
    let pageSize = sysconf(Int32(_SC_PAGESIZE))
    var pages = [UInt8](repeating: 0, count: (Int(status.st_size) + pageSize - 1) / pageSize)
    guard mincore(address, Int(status.st_size), &pages) == 0 else {
      throw Failure(.systemError, "the system does not say what is in memory", at: path)
    }
    return Double(pages.count { $0 & 1 == 1 }) / Double(pages.count)
  }

  private static func withDescriptor<Result>(_ path: String, _ body: (Int32) throws -> Result) throws
    -> Result
  {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(.noInput, "cannot be opened", at: path) }
    defer { close(descriptor) }
    return try body(descriptor)
  }
}
