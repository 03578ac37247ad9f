import Failures

/// A reader of JSON whose every deviation is an error that names the byte: no name twice in an object, integers from
/// zero up only. The caller says what must come next, so that nesting is as deep as the caller's code.
///
/// Source: RFC 8259.
struct StrictJSONScanner {
  private let text: [UInt8]
  private let path: String
  private var position = 0

  init(_ text: [UInt8], path: String) {
    self.text = text
    self.path = path
  }

  /// The byte with which the whole text must begin.
  mutating func startWithoutSpace(_ byte: UInt8) throws {
    guard text.first == byte else { throw unexpected("\(Character(Unicode.Scalar(byte)))") }
    position = 1
  }

  /// The next byte that is no space must be this one.
  mutating func expect(_ byte: UInt8) throws {
    guard consume(byte) else { throw unexpected("\(Character(Unicode.Scalar(byte)))") }
  }

  /// Only spaces may follow.
  mutating func end() throws {
    skipSpace()
    guard position == text.count else { throw unexpected("nothing more") }
  }

  /// The members of an object whose brace is read; `value` must read the value.
  mutating func members(_ value: (inout StrictJSONScanner, String) throws -> Void) throws {
    var names: Set<String> = []
    if consume(UInt8(ascii: "}")) { return }
    repeat {
      let name = try string()
      guard names.insert(name).inserted else { throw bad("the name \(name) stands twice") }
      try expect(UInt8(ascii: ":"))
      try value(&self, name)
    } while consume(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"))
  }

  mutating func integers() throws -> [Int] {
    var numbers: [Int] = []
    try expect(UInt8(ascii: "["))
    if consume(UInt8(ascii: "]")) { return [] }
    repeat { numbers.append(try integer()) } while consume(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"))
    return numbers
  }

  mutating func string() throws -> String {
    try expect(UInt8(ascii: "\""))
    var bytes: [UInt8] = []
    while true {
      guard position < text.count, text[position] >= 0x20 else { throw unexpected("the end of a string") }
      let byte = text[position]
      position += 1
      if byte == UInt8(ascii: "\"") { break }
      if byte == UInt8(ascii: "\\") { bytes += try escaped().utf8 } else { bytes.append(byte) }
    }
    guard let string = String(validating: bytes, as: UTF8.self) else { throw bad("a string is not UTF-8") }
    return string
  }

  private mutating func integer() throws -> Int {
    skipSpace()
    let digits = text[position...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard let number = Int(String(decoding: digits, as: UTF8.self)),
      digits.count == 1 || digits.first != UInt8(ascii: "0")
    else { throw unexpected("an integer from 0 to \(Int.max)") }
    position += digits.count
    return number
  }

  private mutating func skipSpace() {
    while position < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[position]) { position += 1 }
  }

  private mutating func consume(_ byte: UInt8) -> Bool {
    skipSpace()
    guard position < text.count, text[position] == byte else { return false }
    position += 1
    return true
  }
}

extension StrictJSONScanner {
  /// What a backslash, already read, stands for.
  private mutating func escaped() throws -> String {
    guard position < text.count else { throw unexpected("an escaped character") }
    let byte = text[position]
    position += 1
    switch Character(Unicode.Scalar(byte)) {
    case "\"", "\\", "/": return String(Unicode.Scalar(byte))
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u": return try escapedScalar()
    default: throw bad("unknown escape")
    }
  }

  private mutating func escapedScalar() throws -> String {
    var units = [try codeUnit()]
    if UTF16.isLeadSurrogate(units[0]), text[position...].starts(with: Array("\\u".utf8)) {
      position += 2
      units.append(try codeUnit())
    }
    guard let string = String(validating: units, as: UTF16.self) else { throw bad("half a surrogate pair") }
    return string
  }

  private mutating func codeUnit() throws -> UInt16 {
    let digits = text[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw unexpected("four hexadecimal digits") }
    position += 4
    return unit
  }

  private func unexpected(_ expected: String) -> Failure {
    let found = position < text.count ? "byte \(text[position])" : "the end"
    return Failure(.badData, "the header holds \(found)", at: place, expected: expected)
  }

  private func bad(_ found: String) -> Failure {
    Failure(.badData, found, at: place)
  }

  private var place: String { "\(path), header byte \(position)" }
}
