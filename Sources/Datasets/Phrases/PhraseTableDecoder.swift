import Failures

/// Reads a table of phrases from the bytes of the cache, and never past their end.
struct PhraseTableDecoder {
  /// The bytes are not those of a table.
  struct Damage: Error {}

  private let bytes: UnsafeRawBufferPointer
  private let imageSizes: [ImageSize]
  private let prefix: String
  private var position = 0

  /// - Parameters:
  ///   - imageSizes: of the split's images, to one of which every phrase must belong, with a box within it.
  ///   - prefix: what is put before the locations of faults within the data set.
  init(bytes: UnsafeRawBufferPointer, imageSizes: [ImageSize], prefix: String) {
    self.bytes = bytes
    self.imageSizes = imageSizes
    self.prefix = prefix
  }

  /// - Throws: `Damage` when the bytes are not exactly one table whose rows refer to one another as they should.
  mutating func decode() throws -> PhraseTable {
    var table = PhraseTable()
    table.texts = try texts()
    table.categories = try texts()
    table.occurrences = try occurrences(textCount: table.texts.count, categoryCount: table.categories.count)
    table.drops = PhraseDrops(counts: try PhraseDrop.allCases.map { _ in try tally() })
    table.leftOutImages = try tally()
    table.leftOutLines = try tally()
    table.faults = try faults()
    table.textOfLine = try numbersOfLines()
    table.spellingOfLine = try numbersOfLines()
    guard position == bytes.count, table.leftOutImages <= imageSizes.count, table.categories.count <= 256,
      Self.areNumberedAsTheyStand(table.occurrences.lazy.map(\.text), count: table.texts.count),
      table.textOfLine.isEmpty || Self.areNumberedAsTheyStand(table.textOfLine, count: table.texts.count),
      Self.areSpellings(table.spellingOfLine, of: table.textOfLine)
    else { throw Damage() }
    return table
  }

  /// Whether lines are numbered as `areNumberedAsTheyStand` has it, and lines of one spelling have one text.
  private static func areSpellings(_ spellings: [Int32], of texts: [Int32]) -> Bool {
    guard spellings.count == texts.count,
      areNumberedAsTheyStand(spellings, count: Int(spellings.max() ?? -1) + 1)
    else { return false }
    var textOfSpelling: [Int32] = []
    return zip(spellings, texts).allSatisfy { spelling, text in
      guard spelling >= 0, text >= 0 else { return spelling < 0 && text < 0 }
      if Int(spelling) == textOfSpelling.count { textOfSpelling.append(text) }
      return textOfSpelling[Int(spelling)] == text
    }
  }

  /// Whether every row from 0 up to `count` stands there, each for the first time after those below it; -1 is none.
  private static func areNumberedAsTheyStand(_ rows: some Sequence<Int32>, count: Int) -> Bool {
    var next: Int32 = 0
    for row in rows {
      if row < -1 { return false }
      if row > next { return false }
      if row == next { next += 1 }
    }
    return Int(next) == count
  }

  private mutating func number<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type) throws
    -> Number
  {
    guard bytes.count - position >= MemoryLayout<Number>.size else { throw Damage() }
    defer { position += MemoryLayout<Number>.size }
    return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: type))
  }

  private mutating func count() throws -> Int {
    guard let count = Int(exactly: try number(UInt64.self)) else { throw Damage() }
    return count
  }

  /// A number that is added to others of its kind.
  private mutating func tally() throws -> Int {
    let count = try count()
    guard count <= Int(Int32.max) else { throw Damage() }
    return count
  }

  /// A number of items of at least so many bytes each: no more than the bytes that are left can hold.
  private mutating func count(ofItemsOf byteCount: Int) throws -> Int {
    let count = try count()
    guard count <= (bytes.count - position) / byteCount else { throw Damage() }
    return count
  }

  private mutating func text() throws -> String {
    let count = try count(ofItemsOf: 1)
    defer { position += count }
    guard let text = String(validating: bytes[position..<position + count], as: UTF8.self) else {
      throw Damage()
    }
    return text
  }

  private mutating func texts() throws -> [String] {
    try (0..<count(ofItemsOf: 8)).map { _ in try text() }
  }

  private mutating func optionalText() throws -> String? {
    try number(UInt8.self) == 0 ? nil : text()
  }

  private mutating func occurrences(textCount: Int, categoryCount: Int) throws -> [PhraseOccurrence] {
    let lists = try (0..<count(ofItemsOf: 8)).map { _ in
      try (0..<count(ofItemsOf: 1)).map { _ in try number(UInt8.self) }
    }
    guard lists.joined().allSatisfy({ $0 < categoryCount }) else { throw Damage() }
    return try (0..<count(ofItemsOf: 28)).map { _ in
      try occurrence(textCount: textCount, categories: lists)
    }
  }

  private mutating func occurrence(textCount: Int, categories: [[UInt8]]) throws -> PhraseOccurrence {
    let (image, text) = (try number(Int32.self), try number(Int32.self))
    let box = Box(x1: try corner(), y1: try corner(), x2: try corner(), y2: try corner())
    let list = Int(try number(UInt32.self))
    guard imageSizes.indices.contains(Int(image)), text >= 0, text < textCount,
      categories.indices.contains(list), Self.isUsable(box, in: imageSizes[Int(image)])
    else { throw Damage() }
    return PhraseOccurrence(image: image, text: text, box: box, categories: categories[list])
  }

  /// Whether `CheckedBox` gives such boxes; false for numbers that are not finite.
  private static func isUsable(_ box: Box, in size: ImageSize) -> Bool {
    box.x1 >= 0 && box.y1 >= 0 && box.x1 < box.x2 && box.y1 < box.y2 && box.x2 <= size.width
      && box.y2 <= size.height && box.area > 0
  }

  private mutating func corner() throws -> Float { Float(bitPattern: try number(UInt32.self)) }

  private mutating func faults() throws -> FaultList {
    let count = try tally()
    let kept = try (0..<self.count(ofItemsOf: 8)).map { _ in try fault() }
    guard kept.count == min(count, FaultList.keptCount) else { throw Damage() }
    return FaultList(kept: kept, count: count)
  }

  private mutating func fault() throws -> Failure {
    guard let status = ExitStatus(rawValue: try number(Int32.self)) else { throw Damage() }
    let found = try text()
    let isInside = try number(UInt8.self) == 1
    let location = try optionalText()
    return Failure(
      status, found, at: isInside ? location.map { prefix + $0 } : location, expected: try optionalText(),
      remedy: try optionalText())
  }

  private mutating func numbersOfLines() throws -> [Int32] {
    try (0..<count(ofItemsOf: 4)).map { _ in try number(Int32.self) }
  }
}
