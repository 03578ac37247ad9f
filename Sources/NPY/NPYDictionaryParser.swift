import Failures

/// Reads the one form of Python literal that an npy header may have:
/// `{'descr': '<f2', 'fortran_order': False, 'shape': (6000, 3328), }`, keys in any order.
struct NPYDictionaryParser {
  private let bytes: UnsafeRawBufferPointer
  private let path: String
  private var position = 0
  private var descr: String?
  private var fortranOrder: Bool?
  private var shape: [Int]?

  init(bytes: UnsafeRawBufferPointer, path: String) {
    self.bytes = bytes
    self.path = path
  }

  /// - Throws: `.badData` that says which byte of the header is not as it must be.
  mutating func parse() throws -> (descr: String, fortranOrder: Bool, shape: [Int]) {
    try expect("{")
    while !accept("}") {
      try parseEntry()
      if accept("}") { break }
      try expect(",")
    }
    skipSpace()
    guard position == bytes.count else { throw fault("something stands after the dictionary") }
    guard let descr else { throw fault("'descr' is missing") }
    guard let fortranOrder else { throw fault("'fortran_order' is missing") }
    guard let shape else { throw fault("'shape' is missing") }
    return (descr, fortranOrder, shape)
  }

  private mutating func parseEntry() throws {
    let key = try parseString("a key in quotes")
    try expect(":")
    switch key {
    case "descr" where descr == nil: descr = try parseElementType()
    case "fortran_order" where fortranOrder == nil: fortranOrder = try parseBool()
    case "shape" where shape == nil: shape = try parseTuple()
    case "descr", "fortran_order", "shape": throw fault("'\(key)' stands twice")
    default: throw fault("an unknown key '\(key)'")
    }
  }

  private mutating func parseElementType() throws -> String {
    skipSpace()
    if position < bytes.count, bytes[position] == UInt8(ascii: "[") {
      throw Failure(
        .badData, "elements that are records of several fields", at: path,
        expected: "one of \(NPYElementType.listing)", remedy: "save one field, as a matrix of numbers")
    }
    return try parseString("the element type in quotes")
  }

  private mutating func parseString(_ what: String) throws -> String {
    skipSpace()
    guard position < bytes.count,
      bytes[position] == UInt8(ascii: "'") || bytes[position] == UInt8(ascii: "\"")
    else { throw fault("\(what) was expected") }
    let quote = bytes[position]
    let start = position + 1
    guard let end = bytes[start...].firstIndex(of: quote), end - start <= 64 else {
      throw fault("a string has no end")
    }
    position = end + 1
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private mutating func parseBool() throws -> Bool {
    if accept("True") { return true }
    if accept("False") { return false }
    throw fault("True or False was expected")
  }

  private mutating func parseTuple() throws -> [Int] {
    var numbers: [Int] = []
    try expect("(")
    while !accept(")") {
      numbers.append(try parseNumber())
      if accept(")") { break }
      try expect(",")
    }
    return numbers
  }

  private mutating func parseNumber() throws -> Int {
    skipSpace()
    let start = position
    var number = 0
    while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) {
      let (tens, overflowsTens) = number.multipliedReportingOverflow(by: 10)
      let (sum, overflowsSum) = tens.addingReportingOverflow(Int(bytes[position] - UInt8(ascii: "0")))
      guard !overflowsTens, !overflowsSum else { throw fault("the shape has a number over 64 bits") }
      number = sum
      position += 1
    }
    guard position > start else { throw fault("a size was expected in the shape") }
    // Python 2 wrote long integers as 6000L.
    _ = accept("L")
    return number
  }

  private mutating func skipSpace() {
    while position < bytes.count, bytes[position] == 0x20 || (0x09...0x0d).contains(bytes[position]) {
      position += 1
    }
  }

  private mutating func accept(_ word: String) -> Bool {
    skipSpace()
    guard bytes[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }

  private mutating func expect(_ word: String) throws {
    guard accept(word) else { throw fault("'\(word)' was expected") }
  }

  private func fault(_ what: String) -> Failure {
    Failure(
      .badData, "the npy header cannot be read: \(what) at its byte \(position)", at: path,
      expected: "the dictionary that numpy.save writes", remedy: "write the file again")
  }
}
