import Random

/// Damages files: a pure function of the seed and the number of the input.
struct Mutator {
  private let seeds: [[UInt8]]
  private let tokens: [[UInt8]]
  private var random: RandomStream

  /// Bounds what repeated parts grow to.
  private static let largestByteCount = 1 << 18
  private static let numbers = [
    "0", "-1", "1e999", "-1e999", "nan", "99999999999999999999", "9223372036854775807", "2147483648", "1e-45",
    "",
    "00", "4294967296", "-9223372036854775808", "0x10", "3.4e38", "1.7976931348623157e308",
  ].map { Array($0.utf8) }

  init(seeds: [[UInt8]], tokens: [String], seed: UInt64, number: Int) {
    self.seeds = seeds
    self.tokens = tokens.map { Array($0.utf8) }
    random = RandomStream(seed: seed, purpose: .synthetic, time: 0, index: number)
  }

  /// A seed with one to a dozen changes.
  mutating func input() -> [UInt8] {
    var bytes = seeds[random.nextIndex(below: seeds.count)]
    var changeCount = 1
    while changeCount < 12, random.nextIndex(below: 2) == 0 { changeCount += 1 }
    for _ in 0..<changeCount { change(&bytes) }
    if bytes.count > Self.largestByteCount { bytes.removeLast(bytes.count - Self.largestByteCount) }
    return bytes
  }

  /// Whether lengths and checksums are to be made right: for two inputs of three.
  mutating func mends() -> Bool { random.nextIndex(below: 3) > 0 }

  private mutating func change(_ bytes: inout [UInt8]) {
    let place = random.nextIndex(below: bytes.count + 1)
    switch random.nextIndex(below: 12) {
    case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(random.nextIndex(below: 8))
    case 1 where place < bytes.count: bytes[place] = interestingByte()
    case 2: bytes.removeLast(bytes.count - place)
    case 3: bytes.removeSubrange(part(of: bytes, from: place))
    case 4: bytes.insert(contentsOf: Array(bytes[part(of: bytes, from: place)]), at: place)
    case 5: bytes.insert(contentsOf: token(), at: place)
    case 6: replaceNumber(in: &bytes, from: place)
    case 7: splice(&bytes, at: place)
    case 8: overwriteInteger(in: &bytes, at: place)
    case 9: repeatPart(of: &bytes, at: place)
    case 10: bytes.insert(contentsOf: (0..<random.nextIndex(below: 9)).map { _ in anyByte() }, at: place)
    default: overwrite(&bytes, at: place, with: token())
    }
  }

  private mutating func anyByte() -> UInt8 { UInt8(random.nextIndex(below: 256)) }

  private mutating func interestingByte() -> UInt8 {
    let bytes: [UInt8] = [
      0, 1, 9, 10, 13, 32, 0x22, 0x27, 0x5b, 0x5d, 0x7b, 0x7d, 0x7f, 0x80, 0xc0, 0xed, 0xff,
    ]
    return bytes[random.nextIndex(below: bytes.count)]
  }

  private mutating func token() -> [UInt8] { tokens[random.nextIndex(below: tokens.count)] }

  private mutating func part(of bytes: [UInt8], from start: Int) -> Range<Int> {
    let longest = min(bytes.count - start, random.nextIndex(below: 4) == 0 ? bytes.count : 32)
    return start..<start + random.nextIndex(below: longest + 1)
  }

  private mutating func replaceNumber(in bytes: inout [UInt8], from start: Int) {
    let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
    guard let first = bytes[start...].firstIndex(where: isDigit) else { return }
    let end = bytes[first...].firstIndex { !isDigit($0) } ?? bytes.endIndex
    bytes.replaceSubrange(first..<end, with: Self.numbers[random.nextIndex(below: Self.numbers.count)])
  }

  private mutating func splice(_ bytes: inout [UInt8], at place: Int) {
    let other = seeds[random.nextIndex(below: seeds.count)]
    bytes = Array(bytes[..<place] + other[random.nextIndex(below: other.count + 1)...])
  }

  /// A length, a count or an offset, little-endian of 2, 4 or 8 bytes.
  private mutating func overwriteInteger(in bytes: inout [UInt8], at place: Int) {
    let values: [UInt64] = [
      0, 1, 2, 3, 255, 256, 65_535, 1 << 31 - 1, 1 << 31, 1 << 32 - 1, 1 << 32, 1 << 62, 1 << 63 - 1, 1 << 63,
      .max,
      UInt64(bytes.count),
    ]
    let value = values[random.nextIndex(below: values.count)]
    let width = [2, 4, 8][random.nextIndex(below: 3)]
    overwrite(&bytes, at: place, with: (0..<width).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) })
  }

  private func overwrite(_ bytes: inout [UInt8], at place: Int, with part: [UInt8]) {
    bytes.replaceSubrange(place..<min(bytes.count, place + part.count), with: part)
  }

  /// Up to thousands of times, seldom: for nesting, and for what costs more than its length.
  private mutating func repeatPart(of bytes: inout [UInt8], at place: Int) {
    let isToken = random.nextIndex(below: 2) == 0
    let part = isToken ? token() : Array(bytes[part(of: bytes, from: place)])
    let most = random.nextIndex(below: 16) == 0 ? 20_000 : 40
    let count = min(random.nextIndex(below: most), Self.largestByteCount / max(1, part.count))
    bytes.insert(contentsOf: [[UInt8]](repeating: part, count: count).joined(), at: place)
  }
}
