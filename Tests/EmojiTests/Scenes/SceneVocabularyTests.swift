import Failures
import Foundation
import Testing

@testable import Emoji

private let fontPath = "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"
private let annotationsPath = "/usr/share/unicode/cldr/common"

@Suite(
  .enabled(
    if: [fontPath, annotationsPath].allSatisfy(FileManager.default.fileExists(atPath:)),
    "needs the packages fonts-noto-color-emoji and unicode-cldr-core"))
struct SceneVocabularyTests {
  private func vocabulary(count: Int, of labels: CharacterLabels) throws -> SceneVocabulary {
    try SceneVocabulary(
      count: count, renderer: GlyphRenderer(fontAt: fontPath),
      annotations: Annotations(language: "en", directory: annotationsPath), labels: labels)
  }

  @Test("The packages give emoji with plain names and several categories")
  func fromPackages() throws {
    let concepts = try vocabulary(count: 30, of: CharacterLabels(directory: annotationsPath)).concepts
    #expect(concepts.count == 30 && Set(concepts.map { $0.name.lowercased() }).count == 30)
    #expect(concepts.map(\.sequence) == concepts.map(\.sequence).sorted())
    #expect(Set(concepts.map(\.category)).count >= 4)
    for concept in concepts {
      #expect(concept.sequence.scalars.count == 1)
      #expect(!concept.name.contains { "[]/:#".contains($0) })
      #expect(min(concept.cutout.width, concept.cutout.height) >= 48)
      #expect(concept.cutout.width <= 136 && concept.cutout.height <= 128)
    }
  }

  @Test("Signs, clocks and skin tones are not taken, and too few emoji are refused")
  func suitable() throws {
    let text = """
      [🐱🐶] ; Animals & Nature ; animal-mammal
      [⛔] ; Symbols ; warning
      [🕐] ; Travel & Places ; time
      [🏻] ; Smileys & People ; skin-tone
      [🧔] ; Smileys & People ; person-role
      """
    let labels = try CharacterLabels(Data(text.utf8), path: "labels.txt")
    let concepts = try vocabulary(count: 2, of: labels).concepts
    #expect(concepts.map(\.name) == ["cat face", "dog face"])
    #expect(concepts.map(\.headNoun) == ["face", "face"])
    #expect(concepts.allSatisfy { $0.category == .animals })
    // "person: beard" is no name that can stand in a sentence.
    let failure = try #require(throws: Failure.self) { try vocabulary(count: 3, of: labels) }
    #expect(failure.status == .badData && failure.found.contains("only 2 emoji"))
  }
}
