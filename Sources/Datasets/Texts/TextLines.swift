import Failures
import Foundation
import NPY

/// The lines of a UTF-8 file that has one item a line: captions or image ids.
///
/// LF and CR LF end a line, the last line may go without, and a byte order mark at the beginning is left out.
/// A line that is not UTF-8, or has nothing but white space, is a fault.
struct TextLines {
  /// One string a line, without its end; faulty lines are empty strings.
  private(set) var lines: [String] = []
  private(set) var faultList = FaultList()

  /// The first faults, at most `FaultList.keptCount`.
  var faults: [Failure] { faultList.kept }
  var faultCount: Int { faultList.count }

  /// Reads a file and collects every fault.
  /// - Parameter item: what a line holds, for messages: "caption".
  /// - Throws: `.noInput` when the file cannot be opened.
  init(path: String, item: String) throws {
    let file = try MappedFile(path: path)
    let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]
    var rest = file.bytes[...]
    if rest.starts(with: byteOrderMark) { rest = rest.dropFirst(byteOrderMark.count) }
    while let start = rest.indices.first {
      let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
      append(rest[start..<end], path: path, item: item)
      rest = rest[min(end + 1, rest.endIndex)...]
    }
    if lines.isEmpty {
      faultList.report(
        Failure(.badData, "the file is empty", at: path, expected: "one \(item) a line"))
    }
  }

  /// The lines of a file without faults.
  /// - Throws: `.noInput` when the file cannot be opened, `.badData` for its first fault.
  static func read(path: String, item: String) throws -> [String] {
    let text = try TextLines(path: path, item: item)
    if let fault = text.faults.first { throw fault }
    return text.lines
  }

  private mutating func append(_ bytes: Slice<UnsafeRawBufferPointer>, path: String, item: String) {
    let content = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes
    let buffer = UnsafeRawBufferPointer(rebasing: content)
    do {
      lines.append(try Self.line(buffer, location: "\(path), line \(lines.count + 1)", item: item))
    } catch {
      lines.append("")
      faultList.report(error)
    }
  }

  private static func line(
    _ bytes: UnsafeRawBufferPointer, location: @autoclosure () -> String, item: String
  ) throws(Failure) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let offset = firstInvalidByte(in: bytes)
      let value = String(bytes[offset], radix: 16, uppercase: true)
      throw Failure(
        .badData, "byte \(offset + 1) of the line is 0x\(value), which is not valid UTF-8 there",
        at: location(),
        expected: "UTF-8", remedy: "convert the file, for example with iconv -t UTF-8")
    }
    // Valid UTF-8, but what UTF-16 without a byte order mark looks like.
    guard !bytes.contains(0) else {
      throw Failure(
        .badData, "the line has a NUL byte", at: location(), expected: "UTF-8 text",
        remedy: "convert the file, for example with iconv -t UTF-8")
    }
    guard !text.unicodeScalars.allSatisfy(\.properties.isWhitespace) else {
      throw Failure(.badData, "the line is empty", at: location(), expected: "one \(item) a line")
    }
    return text
  }

  private static func firstInvalidByte(in bytes: UnsafeRawBufferPointer) -> Int {
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var offset = 0
    while case .valid(let scalar) = parser.parseScalar(from: &iterator) { offset += scalar.count }
    return min(offset, bytes.count - 1)
  }
}
