import Failures
import Foundation
import Testing

@testable import Emoji

@Suite struct AnnotationsTests {
  private func read(_ body: String) throws -> Annotations {
    let xml = """
      <?xml version="1.0" encoding="UTF-8" ?>
      <!DOCTYPE ldml SYSTEM "../../common/dtd/ldml.dtd">
      <ldml><identity><language type="en"/></identity>
      <annotations>
      \(body)
      </annotations></ldml>
      """
    return try Annotations(xml: Data(xml.utf8), path: "en.xml")
  }

  @Test("Names and keywords are read apart")
  func namesAndKeywords() throws {
    let annotations = try read(
      """
      <annotation cp="😀">face | grin | grinning face</annotation>
      <annotation cp="😀" type="tts">grinning face</annotation>
      <annotation cp="{" type="tts">open &amp; curly</annotation>
      """)
    #expect(annotations.names.count == 2)
    #expect(annotations.names[EmojiSequence(key: "😀")] == "grinning face")
    #expect(annotations.names[EmojiSequence(key: "{")] == "open & curly")
    #expect(annotations.keywords == [EmojiSequence(key: "😀"): ["face", "grin", "grinning face"]])
  }

  @Test("A key with U+FE0F is the same as one without")
  func variationSelectors() throws {
    let annotations = try read("<annotation cp=\"\u{2764}\u{FE0F}\" type=\"tts\">red heart</annotation>")
    #expect(annotations.names[EmojiSequence(key: "\u{2764}")] == "red heart")
  }

  @Test("White space of every kind becomes one space")
  func whiteSpace() throws {
    let annotations = try read(
      "<annotation cp=\"😀\" type=\"tts\"> drapeau\u{202F}:\n  France\u{A0}</annotation>")
    #expect(annotations.names[EmojiSequence(key: "😀")] == "drapeau : France")
  }

  @Test("Three arrows, which mean that the language only inherits, are no name")
  func inherited() throws {
    let annotations = try read("<annotation cp=\"😀\" type=\"tts\">↑↑↑</annotation>")
    #expect(annotations.names.isEmpty)
  }

  @Test(
    "A file that is not as CLDR writes it is refused with the line",
    arguments: [
      ("<annotation>x</annotation>", "line 6", "without characters"),
      ("<annotation cp=\"\">x</annotation>", "line 6", "without characters"),
      ("<annotation cp=\"x\" type=\"tts\"></annotation>", "line 6", "empty <annotation cp=\"x\">"),
      ("<annotation cp=\"x\"> | </annotation>", "line 6", "empty <annotation cp=\"x\">"),
      ("\n<annotation cp=\"x\">y</name>", "line 7", "the XML cannot be read: an end tag"),
    ])
  func badFile(body: String, line: String, found: String) throws {
    let failure = try #require(throws: Failure.self) { try read("<a/>\n" + body) }
    #expect(failure.status == .badData)
    #expect(failure.location == "en.xml, \(line)")
    #expect(failure.found.contains(found), "\(failure)")
  }

  @Test("Another kind of XML is refused", arguments: ["<svg/>", ""])
  func otherFormat(xml: String) throws {
    let failure = try #require(throws: Failure.self) {
      try Annotations(xml: Data(xml.utf8), path: "en.xml")
    }
    #expect(failure.status == .badData)
  }

  @Test("A file that ends too early is refused, wherever it ends")
  func truncated() throws {
    let xml = Array("<ldml>\n<annotation cp=\"x\">y</annotation>\n</ldml>".utf8)
    #expect(try Annotations(xml: Data(xml), path: "en.xml").keywords.count == 1)
    for count in 0..<xml.count {
      #expect(throws: Failure.self, "\(count) bytes") {
        try Annotations(xml: Data(xml.prefix(count)), path: "en.xml")
      }
    }
  }

  @Test("A missing file names the package that holds it")
  func missingFile() throws {
    let failure = try #require(throws: Failure.self) {
      try Annotations(language: "en", directory: "/nowhere")
    }
    #expect(failure.status == .noInput)
    #expect(failure.description.contains("unicode-cldr-core"))
    #expect(failure.location == "/nowhere/annotations/en.xml")
  }
}
