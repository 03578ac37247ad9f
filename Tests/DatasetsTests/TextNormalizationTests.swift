import Testing

@testable import Datasets

@Suite("Normalization of texts")
struct TextNormalizationTests {
  @Test(
    "Case, spaces, punctuation and Unicode form do not tell texts apart",
    arguments: [
      ("A dog runs .", "a dog runs"), ("  a\tdog,runs!\r", "a dog runs"),
      ("Red-haired man's", "red haired man s"),
      ("caf\u{65}\u{301}", "caf\u{e9}"), ("ＦＵＬＬ ｗｉｄｔｈ", "full width"), ("ﬁne №5", "fine no5"),
      ("«Ein Hund» – läuft…", "ein hund läuft"), ("soft\u{AD}hyphen", "softhyphen"), ("狗，猫。", "狗 猫"),
      ("C++ < $5", "c++ < $5"), ("☀️ Sun", "☀️ sun"), ("ΣΑΣ", "σασ"), ("σας", "σασ"),
      ("Οδός ΟΔΟΣ", "οδόσ οδοσ"), ("...", ""), ("", ""), ("…\u{200B} ", ""),
    ])
  func normalized(text: String, expected: String) {
    let found = TextNormalization.normalized(text)
    #expect(Array(found.unicodeScalars) == Array(expected.unicodeScalars))
    #expect(TextNormalization.normalized(found) == found)
  }

  @Test(
    "Words are runs of letters, marks and digits",
    arguments: [
      ("A dog's 2 bones.", ["a", "dog", "s", "2", "bones"]), ("C++ $5 a_b", ["c", "5", "a", "b"]),
      ("Ein süßer Hund №2", ["ein", "süßer", "hund", "no2"]), ("☀️ sun ☀️", ["sun"]), ("हिन्दी में", ["हिन्दी", "में"]),
      ("!?", []), ("", []), ("x", ["x"]), ("é", ["é"]),
    ])
  func words(text: String, expected: [String]) {
    #expect(TextNormalization.words(of: text) == expected)
  }

  @Test("Texts of ASCII come out as by the rule for all of Unicode, for every pair of characters")
  func asciiPath() {
    for first in 0..<128 {
      for second in 0..<128 {
        let text = "A" + String(Unicode.Scalar(UInt8(first))) + String(Unicode.Scalar(UInt8(second))) + "b"
        // One more letter outside ASCII sends the text along the other path.
        let other = text + "é"
        #expect(
          TextNormalization.normalized(text) + "é" == TextNormalization.normalized(other),
          "\(first) \(second)")
        let words = TextNormalization.words(of: other)
        let last = words.last.map { String($0.dropLast()) } ?? ""
        #expect(TextNormalization.words(of: text) == words.dropLast() + [last], "\(first) \(second)")
      }
    }
  }
}
