import Random
import Testing

@testable import Emoji

@Suite struct SceneNarratorTests {
  private struct Phrase: Hashable {
    let number: Int
    let category: String
    let text: String
  }

  private static let told = SceneFixture.scenes.map { item in
    let stream = RandomStream(seed: 1, purpose: .sceneText, time: item.split.code, index: item.index)
    var narrator = SceneNarrator(scene: item.scene, stream: stream)
    return (scene: item.scene, sentences: narrator.sentences())
  }

  private func phrases(in sentence: String) throws -> [Phrase] {
    try sentence.split(separator: "[").filter { $0.contains("]") }.map { part in
      let inside = part.prefix { $0 != "]" }
      let tag = inside.prefix { $0 != " " }.split(separator: "/")
      try #require(tag.count == 3 && tag[0] == "" || tag.count == 2, "\(sentence)")
      let number = try #require(Int(tag[tag.count - 2].dropFirst("EN#".count)))
      return Phrase(
        number: number, category: String(tag[tag.count - 1]),
        text: String(inside.drop { $0 != " " }.dropFirst()))
    }
  }

  @Test("Three to five sentences with two or three emoji each go through all of them")
  func counts() throws {
    for (scene, sentences) in Self.told {
      let known = Set(scene.entities.map(\.number))
      #expect((3...5).contains(sentences.count))
      var mentioned: Set<Int> = []
      for sentence in sentences {
        let numbers = try phrases(in: sentence).map(\.number).filter(known.contains)
        #expect((2...3).contains(numbers.count) && Set(numbers).count == numbers.count, "\(sentence)")
        mentioned.formUnion(numbers)
      }
      #expect(mentioned == known)
    }
  }

  @Test("Phrases speak only of what the scene has, in its category")
  func annotated() throws {
    var others: [String: Int] = [:]
    for (scene, sentences) in Self.told {
      let categories = Dictionary(
        uniqueKeysWithValues: scene.entities.map { ($0.number, $0.concept.category.rawValue) })
      for phrase in try sentences.flatMap(phrases) {
        #expect(!phrase.text.isEmpty && !phrase.text.contains("["))
        if let category = categories[phrase.number] {
          #expect(phrase.category == category)
        } else {
          let expected = [0: "notvisual", scene.backgroundNumber: "scene", scene.gapNumber: "other"]
          #expect(phrase.category == expected[phrase.number])
          others[phrase.number == scene.gapNumber ? "gap" : phrase.category, default: 0] += 1
        }
      }
    }
    #expect(Set(others.keys) == ["gap", "notvisual", "scene"], "every kind of phrase without a box occurs")
  }

  @Test("In one scene a phrase means one thing, whatever its case")
  func unambiguous() throws {
    for (_, sentences) in Self.told {
      var meanings: [String: Int] = [:]
      for phrase in try sentences.flatMap(phrases) {
        let text = phrase.text.lowercased()
        #expect(meanings[text] == nil || meanings[text] == phrase.number, "\(phrase)")
        meanings[text] = phrase.number
      }
    }
  }

  @Test("Names come in every variant, and a pair is spoken of as two")
  func variants() throws {
    var texts: Set<String> = []
    for (scene, sentences) in Self.told {
      let pairs = Set(scene.entities.filter(\.isPair).map(\.number))
      for phrase in try sentences.flatMap(phrases) {
        #expect(phrase.text.hasSuffix("and another one") == pairs.contains(phrase.number))
        texts.insert(phrase.text.lowercased())
      }
    }
    #expect(texts.isSuperset(of: ["red apple", "the red apple", "a red apple", "the apple"]))
    #expect(!texts.contains("the running"))
  }

  @Test(
    "Where a box is, is told by the larger distance",
    arguments: [
      (0, 1, "to the left of"), (20, 9, "to the right of"), (11, 0, "above"), (9, 30, "below"),
      (0, 0, "to the left of"),
    ])
  func places(x: Int, y: Int, expected: String) {
    let box = PixelBox(x: x, y: y, width: 3, height: 5)
    #expect(SceneNarrator.place(of: box, towards: PixelBox(x: 10, y: 10, width: 3, height: 5)) == expected)
  }
}
