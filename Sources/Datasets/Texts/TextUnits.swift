/// What a caption is counted in.
package enum TextUnits: String, CaseIterable, Codable, Sendable {
  case words
  /// Words and, besides, the character trigrams of each word between "^" and "$".
  case wordsAndTrigrams = "words-and-trigrams"

  /// The units of a caption in the order they stand, repeated ones too. A trigram is marked by "~", which no word
  /// contains: "~^do", "~dog", "~og$".
  package func units(of caption: String) -> [String] {
    let words = TextNormalization.words(of: caption)
    switch self {
    case .words: return words
    case .wordsAndTrigrams:
      var units = words
      for word in words { Self.appendTrigrams(of: word, to: &units) }
      return units
    }
  }

  // On bytes: views of scalars were five times slower, and a data set has millions of trigrams.
  private static func appendTrigrams(of word: String, to units: inout [String]) {
    var bytes = [UInt8(ascii: "^")]
    bytes += word.utf8
    bytes.append(UInt8(ascii: "$"))
    let isContinuation = { (byte: UInt8) in byte & 0xc0 == 0x80 }
    let starts = bytes.indices.filter { !isContinuation(bytes[$0]) } + [bytes.count]
    for first in 0..<starts.count - 3 {
      let scalars = bytes[starts[first]..<starts[first + 3]]
      units.append(
        String(unsafeUninitializedCapacity: scalars.count + 1) { buffer in
          buffer[0] = UInt8(ascii: "~")
          for (position, byte) in scalars.enumerated() { buffer[position + 1] = byte }
          return scalars.count + 1
        })
    }
  }
}
