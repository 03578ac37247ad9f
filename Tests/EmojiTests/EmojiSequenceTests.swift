import Testing

@testable import Emoji

@Suite struct EmojiSequenceTests {
  @Test(
    "The identifier is the fully-qualified form",
    arguments: [
      ("\u{1F600}", "1F600"),
      ("\u{2764}", "2764-FE0F"),
      ("\u{2764}\u{FE0F}", "2764-FE0F"),
      ("1\u{20E3}", "31-FE0F-20E3"),
      ("\u{261D}\u{1F3FB}", "261D-1F3FB"),
      ("\u{2764}\u{200D}\u{1F525}", "2764-FE0F-200D-1F525"),
      ("\u{1F575}\u{200D}\u{2642}", "1F575-FE0F-200D-2642-FE0F"),
      ("\u{1F575}\u{1F3FD}\u{200D}\u{2642}", "1F575-1F3FD-200D-2642-FE0F"),
      ("\u{1F1F3}\u{1F1F4}", "1F1F3-1F1F4"),
    ])
  func identifier(key: String, expected: String) {
    #expect(EmojiSequence(key: key).identifier == expected)
  }

  @Test("Every spelling is tried once: full, bare, and with only the first selector")
  func spellings() {
    func hexadecimal(_ key: String) -> [[UInt32]] {
      EmojiSequence(key: key).spellings.map { $0.map(\.value) }
    }
    #expect(hexadecimal("\u{1F600}") == [[0x1F600]])
    #expect(hexadecimal("\u{2764}") == [[0x2764, 0xFE0F], [0x2764]])
    #expect(
      hexadecimal("\u{1F575}\u{200D}\u{2642}") == [
        [0x1F575, 0xFE0F, 0x200D, 0x2642, 0xFE0F], [0x1F575, 0x200D, 0x2642],
        [0x1F575, 0xFE0F, 0x200D, 0x2642],
      ])
  }

  @Test("Sequences are ordered by code points, a prefix first")
  func order() {
    let keys = ["\u{1F600}", "\u{2764}\u{200D}\u{1F525}", "\u{2764}", "\u{1F468}\u{200D}\u{1F466}"]
    let sorted = keys.map { EmojiSequence(key: $0) }.sorted().map(\.identifier)
    #expect(sorted == ["2764-FE0F", "2764-FE0F-200D-1F525", "1F468-200D-1F466", "1F600"])
  }
}
