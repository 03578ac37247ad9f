import Failures
import Foundation
import Testing

@testable import Emoji

@Suite struct CharacterLabelsTests {
  private func read(_ text: String) throws -> CharacterLabels {
    try CharacterLabels(Data(text.utf8), path: "labels.txt")
  }

  @Test("Characters, ranges and comments are read; strings, selectors and later labels are not kept")
  func reading() throws {
    let labels = try read(
      """
      # a comment ; with ; semicolons

      [🐀-🐂🐸]  ; Animals & Nature ; animal-mammal
      [{👨\u{200D}⚕\u{FE0F}}⛹\u{FE0F}🐸] ; Smileys & People ; person-role
      [🏻-🏿] ; Smileys & People ; skin-tone
      [❤] ; Symbols
      """
    ).labels
    let animal = CharacterLabels.Label(group: "Animals & Nature", subgroup: "animal-mammal")
    for scalar in ["🐀", "🐁", "🐂", "🐸"] as [Unicode.Scalar] { #expect(labels[scalar] == animal) }
    #expect(labels["⛹"]?.subgroup == "person-role")
    #expect(labels["👨"] == nil && labels["\u{FE0F}"] == nil)
    #expect(labels["\u{1F3FD}"]?.subgroup == "skin-tone")
    #expect(labels["❤"] == CharacterLabels.Label(group: "Symbols", subgroup: ""))
    #expect(labels.count == 4 + 1 + 5 + 1)
  }

  @Test(
    "A line that is not as CLDR writes it is refused with its number",
    arguments: [
      "[a]", "[a] ; b ; c ; d", "[a] ; ; c", "a ; b ; c", "[] ; b ; c", "[a-] ; b ; c", "[-a] ; b ; c",
      "[b-a] ; b ; c", "[{a] ; b ; c", "[a\\u0041] ; b ; c", "[[a]] ; b ; c", "[^a] ; b ; c",
    ])
  func refusals(line: String) throws {
    let failure = try #require(throws: Failure.self) { try read("[x] ; y ; z\n" + line) }
    #expect(failure.status == .badData)
    #expect(failure.location == "labels.txt, line 2")
  }

  @Test("A file without labels, one that is not UTF-8 and none at all are refused")
  func files() throws {
    #expect(throws: Failure.self) { try read("# nothing\n") }
    let broken = try #require(throws: Failure.self) {
      try CharacterLabels(Data([0x5B, 0xFF, 0x5D]), path: "labels.txt")
    }
    #expect(broken.found == "not UTF-8")
    let missing = try #require(throws: Failure.self) { try CharacterLabels(directory: "/nowhere") }
    #expect(missing.status == .noInput && missing.description.contains("unicode-cldr-core"))
  }

  @Test(
    "Each group has the category that its things have in Flickr30K Entities",
    arguments: [
      ("face-positive", PhraseCategory.people), ("cat-face", .animals), ("monkey-face", .animals),
      ("person", .people), ("person-sport", .people), ("family", .people), ("body", .bodyparts),
      ("clothing", .clothing), ("animal-bug", .animals), ("transport-water", .vehicles),
      ("transport-sign", .other), ("musical-instrument", .instruments), ("music", .other),
      ("place-building", .scene), ("food-fruit", .other), ("", .other),
    ])
  func categories(subgroup: String, expected: PhraseCategory) {
    #expect(PhraseCategory(CharacterLabels.Label(group: "any", subgroup: subgroup)) == expected)
  }
}
