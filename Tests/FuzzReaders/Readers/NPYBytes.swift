import NPY

/// Files of numbers to begin with, and how their headers are made right.
enum NPYBytes {
  static let tokens = [
    "'descr'", "'fortran_order'", "'shape'", "True", "False", "'<f2'", "'<f4'", "'<f8'", "'|u1'", "'>f4'",
    "'<i8'",
    "(", ")", "{", "}", ",", ", ", "(1, 1)", "(0, 4)", "(2147483648, 4294967296)", "(1, 1000000000000)",
    "(6,)",
    "\u{93}NUMPY", "\0", "L", "[('a', '<f4')]", "'", "\"", "PK",
  ]

  static func floats(rows: Int, columns: Int) -> [UInt8] {
    Array(NPYWriter.data((0..<rows * columns).map { Float($0) / 3 }, shape: [rows, columns]))
  }

  /// The length of the header, where it has an end.
  static func mended(_ input: [UInt8]) -> [UInt8] {
    guard input.count > 12, let end = input.dropFirst(10).firstIndex(of: UInt8(ascii: "}")) else {
      return input
    }
    var bytes = input
    let isFirstVersion = bytes[6] == 1
    let length = end + 1 - (isFirstVersion ? 10 : 12)
    guard length >= 0 else { return input }
    for place in 0..<(isFirstVersion ? 2 : 4) {
      bytes[8 + place] = UInt8(truncatingIfNeeded: length >> (8 * place))
    }
    return bytes
  }
}
