import Failures
import Foundation

/// The file behind memory that the ranks of a node share. It has a name only until all have opened it.
enum SharedFile {
  /// Maps a new file of zeros, of which every page has its place.
  ///
  /// A collective over `node`.
  static func memory(_ use: SharedMemoryUse, node: Communicator) throws -> UnsafeMutableRawPointer {
    let created = try node.together { node.isRoot ? try create(use, ranks: node.size) : nil }
    let bytes = try node.broadcast(Array((created?.path ?? "").utf8))
    let path = String(decoding: bytes, as: UTF8.self)
    let opened = Result { try created ?? Opened(path: path, descriptor: open(path)) }
    try node.barrier()
    if node.isRoot { unlink(path) }
    let file = try node.together { try opened.get() }
    defer { close(file.descriptor) }
    let memory = try node.together { try map(file, use) }
    try node.together { try takePages(of: file, use, rank: node.rank, ranks: node.size) }
    return memory
  }

  private struct Opened {
    let path: String
    let descriptor: Int32
    var directory: String { (path as NSString).deletingLastPathComponent }
  }

  private static func create(_ use: SharedMemoryUse, ranks: Int) throws -> Opened {
    let place = SharedMemory.choose(bytes: use.bytes)
    try place.requireRoom(for: [use], ranks: ranks)
    var name = Array("\(place.directory)/tbn-dist.XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    guard descriptor >= 0 else {
      throw refusal("no file for \(use.purpose) can be made there", at: place.directory, use, number: errno)
    }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    let path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    guard ftruncate(descriptor, off_t(use.bytes)) == 0 else {
      let number = errno
      unlink(path)
      throw refusal("no file of that size can be made there", at: place.directory, use, number: number)
    }
    return Opened(path: path, descriptor: descriptor)
  }

  private static func open(_ path: String) throws -> Int32 {
    let descriptor = Foundation.open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      let number = errno
      throw Failure(
        .inputOutput, "a rank cannot open the shared memory of its node: \(text(number))", at: path,
        expected: "a directory that all ranks of a node see",
        remedy: "name one in \(SharedMemory.variable)")
    }
    return descriptor
  }

  private static func map(_ file: Opened, _ use: SharedMemoryUse) throws -> UnsafeMutableRawPointer {
    let memory = mmap(nil, use.bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file.descriptor, 0)
    guard let memory, memory != MAP_FAILED else { throw mappingFailure(use, number: errno) }
    return memory
  }

  /// At once, so that a signal seldom comes in between; it would undo what has been done of the piece.
  private static let pieceBytes = 64 << 20

  /// Each rank takes as many as the others: where memory belongs to processors, pages stand near those that took them.
  private static func takePages(of file: Opened, _ use: SharedMemoryUse, rank: Int, ranks: Int) throws {
    var start = use.bytes * rank / ranks
    let end = use.bytes * (rank + 1) / ranks
    while start < end {
      let count = min(pieceBytes, end - start)
      let number = posix_fallocate(file.descriptor, off_t(start), off_t(count))
      if number == EINTR { continue }
      guard number == 0 else {
        throw refusal(
          "the system does not give the shared memory of the \(ranks) ranks of a node", at: file.directory,
          use,
          number: number)
      }
      start += count
    }
  }

  /// What went wrong with the address space of this process.
  static func mappingFailure(_ use: SharedMemoryUse, number: Int32) -> Failure {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    let isLimited = limit.rlim_cur != ~0
    let bound =
      isLimited ? " within the limit of \(SharedMemory.megabytes(Int(clamping: limit.rlim_cur)))" : ""
    return Failure(
      .systemError, "the shared memory of a node cannot be mapped\(bound): \(text(number))",
      expected: "\(SharedMemory.megabytes(use.bytes)) for \(use.purpose)",
      remedy: isLimited
        ? "raise the limit on address space (ulimit -v)"
        : "take a node with more memory, or fewer ranks a node")
  }

  private static func refusal(
    _ found: String, at directory: String, _ use: SharedMemoryUse, number: Int32
  ) -> Failure {
    let found = "\(found): \(text(number))"
    let needed = "\(SharedMemory.megabytes(use.bytes)) of shared memory for \(use.purpose)"
    switch number {
    case ENOSPC, EDQUOT, ENOMEM:
      let place = SharedMemory(directory: directory)
      return place.refusal("\(found), \(place.freeText) now", uses: [use])
    case EFBIG:
      return Failure(
        .inputOutput, found, at: directory, expected: needed,
        remedy: "raise the limit on file sizes (ulimit -f)")
    default:
      return Failure(
        .inputOutput, found, at: directory, expected: needed,
        remedy: "name a directory that this user may write in \(SharedMemory.variable)")
    }
  }

  private static func text(_ number: Int32) -> String { String(cString: strerror(number)) }
}
