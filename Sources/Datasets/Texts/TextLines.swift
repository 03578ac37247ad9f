import Failures
import Files

/// The lines of a UTF-8 file that has one item a line: captions or image ids.
///
/// LF and CR LF end a line, the last line may go without, and a byte order mark at the beginning is left out.
/// A line that is not UTF-8, or has nothing but white space, is a fault; blank lines after the last other one are none
/// at all. Never more than a line of the file is in memory beside the strings, whatever it holds.
struct TextLines {
  /// One string a line, without its end; faulty lines are empty strings.
  private(set) var lines: [String] = []
  private(set) var faultList = FaultList()
  /// Blank lines that are faults if another line follows.
  private var blankCount = 0

  /// The first faults, at most `FaultList.keptCount`.
  var faults: [Failure] { faultList.kept }
  var faultCount: Int { faultList.count }

  /// A longer line is damage: a photo with thousands of boxes has some 100,000 bytes.
  static let maximumLineByteCount = 1 << 20
  /// A file with more of them is no list at all, and must not fill the memory with empty strings.
  static let maximumFaultCount = 100_000

  /// Reads a file and collects every fault.
  /// - Parameter item: what a line holds, for messages: "caption".
  /// - Throws: `.noInput` when the file cannot be opened; `.badData` when it changes while it is read, has a line of
  ///   more than `maximumLineByteCount` bytes, or more than `maximumFaultCount` faults.
  init(path: String, item: String) throws {
    let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]
    // The part of a line that stands at the end of a chunk.
    var beginning: [UInt8] = []
    var isFirstChunk = true
    try InputFile(path).forEachChunk { chunk in
      var rest = chunk[...]
      if isFirstChunk, rest.starts(with: byteOrderMark) { rest = rest.dropFirst(byteOrderMark.count) }
      isFirstChunk = false
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        try append(beginning, rest[..<end], path: path, item: item)
        beginning.removeAll(keepingCapacity: true)
        rest = rest[(end + 1)...]
      }
      beginning += rest
      try requireLength(beginning.count, path: path)
    }
    if !beginning.isEmpty {
      try append(beginning, UnsafeRawBufferPointer(start: nil, count: 0)[...], path: path, item: item)
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

  /// Takes a line in two parts, the first of which is mostly empty.
  private mutating func append(
    _ beginning: [UInt8], _ rest: Slice<UnsafeRawBufferPointer>, path: String, item: String
  ) throws {
    try requireLength(beginning.count + rest.count, path: path)
    guard !beginning.isEmpty else {
      return try append(UnsafeRawBufferPointer(rebasing: rest), path: path, item: item)
    }
    try (beginning + rest).withUnsafeBytes { try append($0, path: path, item: item) }
  }

  private mutating func append(_ bytes: UnsafeRawBufferPointer, path: String, item: String) throws {
    let content = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes[...]
    let buffer = UnsafeRawBufferPointer(rebasing: content)
    let text = Result { () throws(Failure) in
      try Self.text(buffer, location: "\(path), line \(lines.count + blankCount + 1)")
    }
    if case .success(let text) = text, text.unicodeScalars.allSatisfy(\.properties.isWhitespace) {
      blankCount += 1
      return
    }
    try reportBlankLines(path: path, item: item)
    switch text {
    case .success(let text): lines.append(text)
    case .failure(let fault): try report(fault, item: item)
    }
  }

  /// Those before a line that is not blank.
  private mutating func reportBlankLines(path: String, item: String) throws {
    while blankCount > 0 {
      let location = "\(path), line \(lines.count + 1)"
      try report(
        Failure(.badData, "the line is empty", at: location, expected: "one \(item) a line"), item: item)
      blankCount -= 1
    }
  }

  private mutating func report(_ fault: Failure, item: String) throws {
    lines.append("")
    faultList.report(fault)
    guard faultCount <= Self.maximumFaultCount else {
      throw Failure(
        .badData, "more than \(Self.maximumFaultCount) faulty lines, the first of them: \(faults[0].found)",
        at: faults[0].location, expected: "one \(item) a line")
    }
  }

  private func requireLength(_ byteCount: Int, path: String) throws {
    guard byteCount > Self.maximumLineByteCount else { return }
    throw Failure(
      .badData, "the line has more than \(Self.maximumLineByteCount) bytes",
      at: "\(path), line \(lines.count + blankCount + 1)", expected: "a text file with lines")
  }

  private static func text(
    _ bytes: UnsafeRawBufferPointer, location: @autoclosure () -> String
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
