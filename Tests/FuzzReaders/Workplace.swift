import Foundation

/// A directory for the files of one process, in memory where the system has such a place; removed with this object.
final class Workplace {
  let path: String

  init() throws {
    let memory = "/dev/shm"
    let root = access(memory, W_OK) == 0 ? memory : NSTemporaryDirectory()
    path = "\(root)/fuzz-readers-\(getpid())"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
