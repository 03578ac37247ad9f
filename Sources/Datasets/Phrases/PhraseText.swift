/// The one form of a phrase's text by which phrases are compared and counted.
enum PhraseText {
  /// Lowercase, every run of white space one space, none at either end. Punctuation stays: "man 's hat".
  static func normalized(_ text: some StringProtocol) -> String {
    let text = String(text)
    return ascii(text) ?? text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  // Hundreds of thousands of phrases, nearly all ASCII: bytes are many times faster than characters.
  private static func ascii(_ text: String) -> String? {
    guard text.utf8.allSatisfy({ $0 < 128 }) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      let isSpace = byte == 0x20 || (0x09...0x0d).contains(byte)
      if !isSpace {
        bytes.append((0x41...0x5a).contains(byte) ? byte + 0x20 : byte)
      } else if let last = bytes.last, last != 0x20 {
        bytes.append(0x20)
      }
    }
    if bytes.last == 0x20 { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
