import Failures
import Foundation

/// How far a session has come, in a file that outlives a process that crashes.
struct Tally {
  /// Number of the input that is tried, or that is next.
  var number = 0
  /// As a whole or in part.
  var refused = 0
  var accepted = 0
  var findings = 0

  private static let name = "tally"

  init() {}

  /// What the file in a directory says; nothing done where there is none.
  init(readFrom directory: String) {
    guard let data = FileManager.default.contents(atPath: "\(directory)/\(Self.name)") else { return }
    let numbers = String(decoding: data, as: UTF8.self).split(separator: " ").compactMap { Int($0) }
    guard numbers.count == 4 else { return }
    (number, refused, accepted, findings) = (numbers[0], numbers[1], numbers[2], numbers[3])
  }

  /// An open file for `write`.
  static func open(in directory: String) -> Int32 {
    Foundation.open("\(directory)/\(name)", O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
  }

  /// In one call, of one length, so that no reader sees half of it.
  func write(to descriptor: Int32) throws {
    let text = [number, refused, accepted, findings].map {
      String(repeating: "0", count: max(0, 19 - String($0).count)) + String($0)
    }.joined(separator: " ")
    guard pwrite(descriptor, text, text.utf8.count, 0) == text.utf8.count else {
      throw Failure.init(.inputOutput, "the tally cannot be written")
    }
  }
}
