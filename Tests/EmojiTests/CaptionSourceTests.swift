import Failures
import Testing

@testable import Emoji

@Suite struct CaptionSourceTests {
  private let face = EmojiSequence(key: "😀")
  private let heart = EmojiSequence(key: "❤")

  private func annotations(_ names: [EmojiSequence: String], keywords: [EmojiSequence: [String]] = [:])
    -> Annotations
  {
    var result = Annotations()
    for (sequence, name) in names { result.setName(name, of: sequence) }
    for (sequence, words) in keywords { result.setKeywords(words, of: sequence) }
    return result
  }

  private func source(lastLanguageNames: [EmojiSequence: String]) -> CaptionSource {
    let others = CaptionSource.otherLanguages.dropLast().map { language in
      annotations([face: "face-\(language)", heart: "heart-\(language)"])
    }
    let english = annotations([face: "grin", heart: "red heart"], keywords: [face: ["face", "smile"]])
    return CaptionSource(english: english, others: others + [annotations(lastLanguageNames)])
  }

  @Test("The captions are name, keywords and the other languages, always in this order")
  func order() {
    let captions = source(lastLanguageNames: [face: "last"]).captions(of: face)
    #expect(captions == ["grin", "face, smile", "face-de", "face-es", "face-fr", "face-it", "last"])
    #expect(captions?.count == CaptionSource.captionCount)
  }

  @Test("Without keywords the name stands for them")
  func withoutKeywords() {
    #expect(source(lastLanguageNames: [heart: "last"]).captions(of: heart)?[1] == "red heart")
  }

  @Test("The names of sequences with the same picture join the keywords")
  func aliases() {
    let captions = source(lastLanguageNames: [face: "last"]).captions(of: face, aliases: [heart])
    #expect(captions?[1] == "face, smile, red heart")
  }

  @Test("A language without a name is told, and gives no captions")
  func missingLanguage() {
    let source = source(lastLanguageNames: [face: "last"])
    #expect(source.languageLackingName(of: face) == nil)
    #expect(source.languageLackingName(of: heart) == CaptionSource.otherLanguages.last)
    #expect(source.captions(of: heart) == nil)
    #expect(source.languageLackingName(of: EmojiSequence(key: "?")) == "en")
  }
}
