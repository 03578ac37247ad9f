/// Takes a message apart; every method gives nil where the bytes are not such a field.
struct FieldReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func bytes(_ count: Int) -> [UInt8]? {
    guard rest.count >= count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  mutating func integer8() -> UInt8? { bytes(1)?.first }

  mutating func integer32() -> Int? { bytes(4).map(Self.integer) }

  /// From 0 to the largest `Int`.
  mutating func integer64() -> Int? {
    guard let bytes = bytes(8), bytes[0] < 0x80 else { return nil }
    return Self.integer(bytes)
  }

  mutating func bool() -> Bool? {
    guard let byte = integer8(), byte < 2 else { return nil }
    return byte == 1
  }

  /// UTF-8 behind its length.
  mutating func string() -> String? {
    guard let count = integer32(), let bytes = bytes(count) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func integer(_ bytes: [UInt8]) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
}
