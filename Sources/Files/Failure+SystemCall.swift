import Failures
import Foundation

extension Failure {
  /// The failure of a call to the operating system, with the text of its error number.
  ///
  /// - Parameters:
  ///   - action: what was tried: "cannot create the file".
  ///   - number: `errno` right after the call.
  package static func systemCall(_ action: String, at path: String, number: Int32) -> Failure {
    let text = String(cString: strerror(number))
    return Failure(.inputOutput, "\(action): \(text)", at: path, remedy: remedy(for: number))
  }

  private static func remedy(for number: Int32) -> String? {
    switch number {
    case ENOSPC, EDQUOT: "free space on this file system, then run the same command again"
    case EFBIG: "raise the limit on file sizes (ulimit -f), then run the same command again"
    case EACCES, EPERM, EROFS: "choose a directory that this user may write"
    default: nil
    }
  }
}
