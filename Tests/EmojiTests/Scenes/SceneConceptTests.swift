import Testing

@testable import Emoji

@Suite struct SceneConceptTests {
  private func concept(_ name: String, _ keywords: [String] = []) -> SceneConcept {
    SceneFixture.concept(name, keywords, .other)
  }

  @Test(
    "The articles are the ones that are said: a proper name has none, a plural only the definite one",
    arguments: [
      ("red apple", "the red apple", "a red apple"), ("umbrella", "the umbrella", "an umbrella"),
      ("unicorn", "the unicorn", "a unicorn"),
      ("1st place medal", "the 1st place medal", "a 1st place medal"),
      ("wine glass", "the wine glass", "a wine glass"), ("octopus", "the octopus", "an octopus"),
      ("jeans", "the jeans", "jeans"), ("Santa Claus", "Santa Claus", "Santa Claus"),
    ])
  func articles(name: String, definite: String, indefinite: String) {
    #expect(concept(name).withDefiniteArticle == definite)
    #expect(concept(name).withIndefiniteArticle == indefinite)
  }

  @Test(
    "The head noun is the end of a name of two words if it is a keyword alone",
    arguments: [
      ("red apple", ["apple", "fruit"], "apple"), ("hot dog", ["sausage", "hot dog"], nil),
      ("person running", ["running"], nil), ("apple", ["apple"], nil), ("big red apple", ["apple"], nil),
      ("Santa Claus", ["claus"], nil), ("Christmas tree", ["tree"], "tree"),
    ])
  func headNoun(name: String, keywords: [String], expected: String?) {
    #expect(concept(name, keywords).headNoun == expected)
  }

  @Test("A name whose words are all in another may stand for it")
  func confusable() {
    #expect(concept("cat").isConfusable(with: concept("cat face")))
    #expect(concept("Cat face").isConfusable(with: concept("cat")))
    #expect(concept("cat").isConfusable(with: concept("cat")))
    #expect(!concept("red apple").isConfusable(with: concept("green apple")))
    #expect(!concept("cat").isConfusable(with: concept("caterpillar")))
  }

  @Test("Words of the name and of keywords are known")
  func knownWords() {
    let concept = concept("Red apple", ["sweet fruit"])
    #expect(["red", "apple", "sweet", "fruit"].allSatisfy(concept.isKnown))
    #expect(!concept.isKnown(by: "app"))
  }
}
