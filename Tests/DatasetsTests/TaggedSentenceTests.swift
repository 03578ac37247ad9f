import Failures
import Testing

@testable import Datasets

@Suite("Tagged sentences")
struct TaggedSentenceTests {
  private func read(_ line: String) -> TaggedSentence {
    TaggedSentence(parsing: line, location: "s.txt, line 3")
  }

  @Test("Phrases with their entities and types, in order; what stands between is left out")
  func phrases() {
    let sentence = read(
      "[/EN#28094/people The boy] laying [/EN#28096/bodyparts face] down on [/EN#5/people/other a  Skate\tboard ]."
    )
    #expect(sentence.faults.count == 0)
    #expect(
      sentence.phrases == [
        TaggedPhrase(entity: 28094, types: ["people"], text: "the boy"),
        TaggedPhrase(entity: 28096, types: ["bodyparts"], text: "face"),
        TaggedPhrase(entity: 5, types: ["people", "other"], text: "a skate board"),
      ])
    #expect(sentence.phrases.map(\.isVisual) == [true, true, true])
  }

  @Test("A sentence without tags has no phrase and no fault; a tag without a type is a phrase")
  func plain() {
    #expect(read("A dog runs . No tags (at all) / here #5").phrases.isEmpty)
    #expect(read("A dog runs .").faults.count == 0)
    #expect(read("[/EN#5 a dog]").phrases == [TaggedPhrase(entity: 5, types: [], text: "a dog")])
  }

  @Test("Id 0 and the type notvisual are not visual", arguments: ["0/notvisual", "0/people", "7/notvisual"])
  func notVisual(head: String) {
    let phrases = read("[/EN#\(head) the ground]").phrases
    #expect(phrases.map(\.isVisual) == [false])
  }

  @Test("Phrases are normalized as captions are; a phrase of punctuation only keeps it")
  func normalization() {
    for (text, normalized, spelling) in [
      (" A man 's\tRED-hot  Hat ! ", "a man s red hot hat", "a man 's red-hot hat !"),
      ("a small , black dog", "a small black dog", "a small , black dog"), ("?! \t ?", "?! ?", "?! ?"),
      ("\u{a0}Ein  ÄRGER\u{3000}über Ça", "ein ärger über ça", "ein ärger über ça"),
    ] {
      #expect(PhraseText.normalized(text) == normalized && PhraseText.spelling(text) == spelling)
    }
    #expect(PhraseText.normalized(" \t ") == "" && PhraseText.normalized("\u{3000}") == "")
  }

  @Test(
    "A bad tag is told with what is wrong, and the good ones around it are kept",
    arguments: [
      ("[/EN#/people the boy]", "a tag without an entity id: [/EN#/people the boy]"),
      ("[/EN# the boy]", "a tag without an entity id"),
      ("[/EN#12a/people the boy]", "the entity id '12a', which is no number"),
      ("[/EN#-3/people the boy]", "the entity id '-3', which is no number"),
      ("[/EN#99999999999999999999/people x]", "the entity id '99999999999999999999'"),
      ("[/EN#5/people]", "a tag without a phrase"), ("[/EN#5/people  ]", "a tag without a phrase"),
      ("[/EN#5/ the boy]", "an empty type"), ("[/EN#5/people//other the boy]", "an empty type"),
      ("[the boy]", "brackets without /EN#"), ("[]", "brackets without /EN#"),
      ("[/EN#5/people the [/EN#6/other red] boy]", "a tag within a tag"),
      ("the boy]", "a closing bracket without an opening one"),
    ])
  func badTag(text: String, message: String) {
    let sentence = read("[/EN#1/people one] sees \(text) by [/EN#2/other two] .")
    #expect(sentence.phrases.map(\.entity) == [1, 2])
    #expect(sentence.faults.count == 1)
    let fault = sentence.faults.kept.first?.description ?? ""
    #expect(fault.hasPrefix("s.txt, line 3: \(message)"), "\(fault)")
    #expect(fault.hasSuffix("expected [/EN#ID/TYPE PHRASE]"), "\(fault)")
  }

  @Test("A bracket that is not closed does not hide the tags behind it")
  func unclosed() {
    let middle = read("[/EN#1/people one] and [/EN#2/other two by [/EN#3/other three]")
    #expect(middle.phrases.map(\.entity) == [1, 3])
    #expect(
      middle.faults.kept.map(\.found) == [
        "a bracket that is not closed: [/EN#2/other two by [/EN#3/other three]"
      ])
    let last = read("[/EN#1/people one] and [/EN#2/other \(String(repeating: "long ", count: 30))")
    #expect(last.phrases.map(\.entity) == [1])
    #expect(last.faults.kept.first?.found.hasSuffix("long lo...") == true, "\(last.faults)")
    #expect(read("[").faults.count == 1 && read("]").faults.count == 1 && read("").faults.count == 0)
  }
}
