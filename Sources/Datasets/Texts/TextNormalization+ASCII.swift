extension TextNormalization {
  /// What each of the 128 ASCII characters becomes: its lowercase, or a space for a separator.
  private static let replacements: [UInt8] = (0..<128).map { code in
    let scalar = Unicode.Scalar(UInt8(code))
    if role(of: scalar) == .separator { return UInt8(ascii: " ") }
    return scalar.value >= 65 && scalar.value <= 90 ? UInt8(code + 32) : UInt8(code)
  }

  private static let isWordCharacter: [Bool] = (0..<128).map { role(of: Unicode.Scalar(UInt8($0))) == .word }

  /// What `normalized` gives, for a text of ASCII only; `nil` for any other.
  static func normalizedASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    guard bytes.allSatisfy({ $0 < 128 }) else { return nil }
    return replacements.withUnsafeBufferPointer { replacements in
      String(unsafeUninitializedCapacity: bytes.count) { result in
        var count = 0
        var separated = false
        for byte in bytes {
          let replacement = replacements[Int(byte)]
          guard replacement != UInt8(ascii: " ") else {
            separated = count > 0
            continue
          }
          if separated {
            result[count] = UInt8(ascii: " ")
            count += 1
            separated = false
          }
          result[count] = replacement
          count += 1
        }
        return count
      }
    }
  }

  /// The words of a normalized text of ASCII only; `nil` for any other.
  static func asciiWords(_ bytes: UnsafeBufferPointer<UInt8>) -> [String]? {
    guard bytes.allSatisfy({ $0 < 128 }) else { return nil }
    var words: [String] = []
    var start: Int?
    for (position, byte) in bytes.enumerated() {
      if isWordCharacter[Int(byte)] {
        if start == nil { start = position }
      } else if let first = start {
        words.append(String(decoding: bytes[first..<position], as: UTF8.self))
        start = nil
      }
    }
    if let first = start { words.append(String(decoding: bytes[first...], as: UTF8.self)) }
    return words
  }
}
