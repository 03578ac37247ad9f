/// Reads the simplest form of a UnicodeSet: characters, ranges of them and strings in braces.
///
/// Source: UTS #35, "Unicode Sets". Escapes, names of properties and nested sets are not understood.
enum CharacterSetScanner {
  /// The single characters in `text`, or nil if it is no such set. Strings in braces and U+FE0F are left out.
  static func scalars(in text: String) -> [Unicode.Scalar]? {
    // By scalars: as a Character, a bracket and the skin tone behind it are one.
    let scalars = text.unicodeScalars
    guard scalars.first == "[", scalars.last == "]", scalars.count > 2 else { return nil }
    var rest = scalars.dropFirst().dropLast()
    var found: [Unicode.Scalar] = []
    while let scalar = rest.popFirst() {
      switch scalar {
      case " ", "\u{FE0F}": continue
      case "{": guard skipString(&rest) else { return nil }
      case "-": guard appendRange(from: &rest, to: &found) else { return nil }
      case "[", "]", "}", "\\", "&", "^": return nil
      default: found.append(scalar)
      }
    }
    return found
  }

  private static func skipString(_ rest: inout String.UnicodeScalarView.SubSequence) -> Bool {
    while let scalar = rest.popFirst() {
      if scalar == "}" { return true }
    }
    return false
  }

  /// The characters behind the last one found, up to the one that comes next.
  private static func appendRange(
    from rest: inout String.UnicodeScalarView.SubSequence, to found: inout [Unicode.Scalar]
  ) -> Bool {
    guard let first = found.last, let last = rest.popFirst(), first < last else { return false }
    found += (first.value + 1...last.value).compactMap(Unicode.Scalar.init)
    return true
  }
}
