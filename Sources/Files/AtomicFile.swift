import Failures
import Foundation

/// Files that are, after a crash at any time, either the old ones or the new ones.
package enum AtomicFile {
  /// What the names of unfinished files and directories begin with.
  package static let temporaryPrefix = ".writing-"

  /// Replaces a file, or creates it: writes a temporary file beside it, waits for the disk and renames.
  ///
  /// One process at a time may write a path as the same `writer`; of several the last one wins.
  /// - Parameter writer: a part of the temporary file's name.
  /// - Throws: `Failure` with the file and the error of the system; the old file is then untouched
  ///   unless only the last wait, for the directory, failed.
  package static func write(_ data: Data, to path: String, writer: String = "") throws {
    let directory = directory(of: path)
    let temporary = "\(directory)/\(temporaryPrefix)\((path as NSString).lastPathComponent)\(writer)"
    do {
      let file = try OutputFile(creating: temporary)
      try data.withUnsafeBytes { try file.write($0) }
      try file.synchronizeAndClose()
      try move(temporary, to: path)
    } catch {
      unlink(temporary)
      throw (error as? Failure)?.moved(from: temporary, to: path) ?? error
    }
    try synchronizeDirectory(directory)
  }

  /// Renames a file or directory; an existing file is replaced, an existing directory only when empty.
  package static func move(_ path: String, to target: String) throws {
    guard rename(path, target) == 0 else {
      throw Failure.systemCall("cannot be renamed from \(path)", at: target, number: errno)
    }
  }

  /// Waits until the disk has the file's bytes.
  package static func synchronizeFile(_ path: String) throws {
    try synchronize(path, flags: O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
  }

  /// Waits until the disk has the names in a directory.
  package static func synchronizeDirectory(_ path: String) throws {
    try synchronize(path, flags: O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  }

  private static func synchronize(_ path: String, flags: Int32) throws {
    let descriptor = open(path, flags)
    guard descriptor >= 0 else { throw Failure.systemCall("cannot be opened", at: path, number: errno) }
    defer { close(descriptor) }
    // Some file systems cannot synchronise a directory and say so with EINVAL. Source: fsync(2).
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw Failure.systemCall("cannot be written to the disk", at: path, number: errno)
    }
  }

  private static func directory(of path: String) -> String {
    let directory = (path as NSString).deletingLastPathComponent
    return directory.isEmpty ? "." : directory
  }
}
