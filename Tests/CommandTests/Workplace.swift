import Foundation

/// The directory under which these tests keep all their files; removed when the process ends.
enum Workplace {
  private static let root: String = {
    let path = NSTemporaryDirectory() + "command-tests-\(getpid())"
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    atexit {
      try? FileManager.default.removeItem(atPath: NSTemporaryDirectory() + "command-tests-\(getpid())")
    }
    return path
  }()

  /// A path where nothing stands yet.
  static func freePath() -> String { "\(root)/\(UUID().uuidString)" }

  static func makeDirectory() throws -> String {
    let path = freePath()
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  static func write(_ text: String, named name: String) throws -> String {
    let path = "\(try makeDirectory())/\(name)"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}
