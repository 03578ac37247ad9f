import Foundation

/// Where messages to the person go.
package enum StandardError {
  /// Writes a text, or loses it where nobody takes it: a terminal that is gone or a log on a full disk must not end a
  /// run. (Foundation's `FileHandle.write` would.)
  package static func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
