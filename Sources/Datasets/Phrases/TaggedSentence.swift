import Failures

/// The phrases of one line of a Flickr30K Entities sentence file, and what is wrong with its tags.
///
/// A tag is `[/EN#ID/TYPE PHRASE]`, with further types after more slashes, and stands in no other tag.
/// Source: Plummer et al., "Flickr30k Entities", ICCV 2015, the README of the data set.
struct TaggedSentence {
  private(set) var phrases: [TaggedPhrase] = []
  private(set) var faults = FaultList()
  /// Opening brackets from which no phrase could be read.
  private(set) var faultyTagCount = 0
  private let bytes: [UInt8]
  private let location: String
  private let pairs: BracketPairs

  private static let opening = UInt8(ascii: "[")
  private static let closing = UInt8(ascii: "]")
  private static let slash = UInt8(ascii: "/")

  /// Reads every tag that can be read. A bad one is left out and told with its `location`, "FILE, line n".
  init(parsing line: String, location: String) {
    bytes = Array(line.utf8)
    self.location = location
    pairs = BracketPairs(in: bytes)
    var position = 0
    while let bracket = firstBracket(from: position) { position = readTag(at: bracket) }
  }

  private func firstBracket(from start: Int) -> Int? {
    bytes[start...].firstIndex { $0 == Self.opening || $0 == Self.closing }
  }

  /// Reads what begins with a bracket.
  /// - Returns: where to go on.
  private mutating func readTag(at start: Int) -> Int {
    guard bytes[start] == Self.opening else {
      report("a closing bracket without an opening one", bytes[start...])
      return start + 1
    }
    faultyTagCount += 1
    guard let (end, isNested) = pairs.closing(of: start) else {
      report("a bracket that is not closed", bytes[start...])
      // What follows may still hold good tags.
      return start + 1
    }
    let tag = bytes[start...end]
    do throws(Fault) {
      if isNested { throw Fault(found: "a tag within a tag") }
      phrases.append(try Self.phrase(tag.dropFirst().dropLast()))
      faultyTagCount -= 1
    } catch {
      report(error.found, tag)
    }
    return end + 1
  }

  private struct Fault: Error {
    let found: String
  }

  /// A tag without its brackets.
  private static func phrase(_ content: ArraySlice<UInt8>) throws(Fault) -> TaggedPhrase {
    let mark = Array("/EN#".utf8)
    guard content.starts(with: mark) else { throw Fault(found: "brackets without /EN#") }
    let head = content.dropFirst(mark.count).prefix { !isSpace($0) }
    let parts = head.split(separator: slash, omittingEmptySubsequences: false)
    let entity = try entity(parts[0])
    let types = parts.dropFirst().map { String(decoding: $0, as: UTF8.self) }
    guard !types.contains("") else { throw Fault(found: "an empty type") }
    let text = PhraseText.normalized(String(decoding: content[head.endIndex...], as: UTF8.self))
    guard !text.isEmpty else { throw Fault(found: "a tag without a phrase") }
    return TaggedPhrase(entity: entity, types: types, text: text)
  }

  private static func entity(_ digits: ArraySlice<UInt8>) throws(Fault) -> Int {
    guard !digits.isEmpty else { throw Fault(found: "a tag without an entity id") }
    let text = String(decoding: digits, as: UTF8.self)
    guard digits.allSatisfy({ (0x30...0x39).contains($0) }), let entity = Int(text) else {
      throw Fault(found: "the entity id '\(text)', which is no number")
    }
    return entity
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  private mutating func report(_ found: String, _ tag: ArraySlice<UInt8>) {
    let location = location
    faults.report(
      Failure(
        .badData, "\(found): \(Self.shown(tag))", at: location, expected: "[/EN#ID/TYPE PHRASE]"))
  }

  private static func shown(_ tag: ArraySlice<UInt8>) -> String {
    String(decoding: tag.prefix(60), as: UTF8.self) + (tag.count > 60 ? "..." : "")
  }
}
