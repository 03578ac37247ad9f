import Failures
import Files
import Foundation
import Testing
import TestSupport

@testable import Checkpoints

@Suite("Files that change while they are read")
struct InputFileTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test("A file that is cut after it was opened is refused by every way of reading it")
  func cut() throws {
    let path = try directory.write([UInt8](repeating: 7, count: 3 << 20), to: "x")
    let file = try InputFile(path)
    truncate(path, 1 << 20)
    expectFailure(.badData, path, "has become shorter while it is in use", "3145728 bytes") {
      _ = try file.contents(atMost: .max)
    }
    expectFailure(.badData, "ends after 1048576 bytes") { try file.forEachChunk { _ in } }
    truncate(path, 0)
    expectFailure(.badData, "ends after 0 bytes") { _ = try FileContents(of: file, atMost: .max) }
  }

  @Test("A file that is written to while it is read is refused, also at the same length")
  func overwritten() throws {
    let path = try directory.write([1, 2, 3], to: "x")
    let file = try InputFile(path)
    var times = [timespec(tv_sec: 5, tv_nsec: 0), timespec(tv_sec: 5, tv_nsec: 0)]
    try #require(utimensat(AT_FDCWD, path, &times, 0) == 0)
    expectFailure(.badData, "has changed while it was read") { _ = try file.contents(atMost: 3) }
    expectFailure(.badData, "has changed while it was read") { try file.forEachChunk { _ in } }
  }

  @Test("A file with more bytes than its kind may have is refused before memory is taken for it")
  func tooLarge() throws {
    let path = try directory.write([], to: "x")
    truncate(path, 1 << 40)
    expectFailure(.badData, "1099511627776 bytes", "at most 1048576 bytes") {
      _ = try FileContents(path: path, atMost: 1 << 20)
    }
  }

  @Test("A pipe, a directory and a name with a NUL byte are no files")
  func notFiles() throws {
    try #require(mkfifo(directory.file("pipe"), 0o600) == 0)
    for path in [directory.file("pipe"), directory.path, "/dev/zero"] {
      expectFailure(.noInput, "is not a regular file") { _ = try InputFile(path) }
    }
    try directory.write([1], to: "x")
    expectFailure(.noInput, "a NUL byte") { _ = try InputFile(directory.file("x\0y")) }
  }

  @Test("A tensor of a file that is cut after its header was read is an error")
  func tensors() throws {
    let path = directory.file("t")
    try SafetensorsWriter.write([SafetensorsTensor("d", [1, 2, 3] as [Double])], to: path)
    let reader = try SafetensorsReader(path: path)
    let byteCount = try directory.bytes(of: "t").count
    truncate(path, off_t(byteCount - 1))
    expectFailure(.badData, "has become shorter") { _ = try reader.doubles("d", shape: [3]) }
  }
}
