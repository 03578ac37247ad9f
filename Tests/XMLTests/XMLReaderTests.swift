import Failures
import Foundation
import TestSupport
import Testing
import XML

@Suite
struct XMLReaderTests {
  private static func pieces(_ text: String) throws -> [XMLReader.Piece] {
    try pieces(Data(text.utf8))
  }

  private static func pieces(_ data: Data) throws -> [XMLReader.Piece] {
    let reader = XMLReader(data, path: "a.xml")
    var pieces: [XMLReader.Piece] = []
    while let piece = try reader.next() { pieces.append(piece) }
    return pieces
  }

  @Test("Elements and texts come in their order, an empty element with its end")
  func order() throws {
    let text = "<a>one<b x='1'/> &amp; <![CDATA[<two>]]></a>"
    #expect(
      try Self.pieces(text) == [
        .start("a"), .text("one"), .start("b"), .end("b"), .text(" & "), .text("<two>"), .end("a"),
      ])
  }

  @Test("Attributes, alone and together, with their entities")
  func attributes() throws {
    let reader = XMLReader(Data("<a x='1' y='&lt;é'/>".utf8), path: "a.xml")
    _ = try reader.next()
    #expect(reader.attribute("y") == "<é" && reader.attribute("z") == nil)
    #expect(reader.attributes() == ["x": "1", "y": "<é"])
    #expect(try reader.next() == .end("a"))
  }

  @Test(
    "What says nothing is passed over",
    arguments: [
      "<!-- x -->", "<?x?>", "<?x ?>", "<?xml-model href='b'?>", "<!DOCTYPE a SYSTEM 'nowhere.dtd'>",
      // Of which libxml2 warns.
      "<!DOCTYPE a [<!ENTITY e '1'><!ENTITY e '2'>]>",
    ])
  func passedOver(_ text: String) throws {
    #expect(try Self.pieces("\(text)<a/>") == [.start("a"), .end("a")])
  }

  @Test("A document may name its encoding; bytes that do not fit are refused with their line")
  func encodings() throws {
    let latin = Data("<?xml version='1.0' encoding='ISO-8859-1'?><a>caf".utf8) + [0xe9] + Data("</a>".utf8)
    #expect(try Self.pieces(latin) == [.start("a"), .text("café"), .end("a")])
    for text in ["<a>\n", "<a>\n<b", "<a>\n<b c='"] {
      expectFailure(.badData, "a.xml, line 2: the XML cannot be read", "UTF-8") {
        _ = try Self.pieces(Data(text.utf8) + [0xff] + Data("</a>".utf8))
      }
    }
  }

  @Test("Bytes that are of no encoding are refused like others")
  func noEncoding() throws {
    let words = [UInt8](repeating: 0, count: 400) + Array("</a>".utf8)
    for start: [UInt8] in [
      [0, 0, 0, 0x3c], [0x3c, 0, 0, 0], [0xff, 0xfe], [0xfe, 0xff], [0x3c, 0, 0x3f, 0],
    ] {
      expectFailure(.badData, "a.xml, line 1: the XML cannot be read: ") {
        _ = try Self.pieces(Data(start + words))
      }
    }
  }

  @Test("A line is that of the element, and of an error")
  func lines() throws {
    let reader = XMLReader(Data("<a>\n\n<b\n/>\n<c>\n</c></a>".utf8), path: "a.xml")
    var lines: [Int] = []
    while let piece = try reader.next() {
      if case .start = piece { lines.append(reader.line) }
    }
    #expect(lines == [1, 4, 5])
    expectFailure(.badData, "a.xml, line 70001: ", "an end tag that does not fit") {
      _ = try Self.pieces("<a>\(String(repeating: "\n", count: 70_000))</b>")
    }
  }

  @Test("Nothing outside the document is read")
  func outside() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("secret", to: "secret.txt")
    let text = "<!DOCTYPE a [<!ENTITY e SYSTEM '\(path)'>]><a>&e;</a>"
    expectFailure(.badData, "a.xml, line 1: the entity &e; of the document's own") {
      _ = try Self.pieces(text)
    }
  }

  @Test("Entities that would grow without end, and elements without end in depth, are refused")
  func bombs() throws {
    var entities = "<!ENTITY e0 'aaaaaaaaaa'>"
    for level in 1...12 {
      let inner = String(repeating: "&e\(level - 1);", count: 10)
      entities += "<!ENTITY e\(level) '\(inner)'>"
    }
    expectFailure(.badData, "a.xml, line 1: ") {
      _ = try Self.pieces("<!DOCTYPE a [\(entities)]><a b='&e12;'/>")
    }
    expectFailure(.badData, "a.xml, line 1: ") {
      _ = try Self.pieces("<!DOCTYPE a [\(entities)]><a>&e12;</a>")
    }
    expectFailure(.badData, "a.xml, line 1: ") {
      _ = try Self.pieces(String(repeating: "<a>", count: 100_000))
    }
  }

  @Test("A document cut anywhere is refused")
  func truncated() throws {
    let whole = Array("<?xml version='1.0'?>\n<a b='c'>\n<d>e &gt; é</d><!-- f --><g/></a>".utf8)
    #expect(try Self.pieces(Data(whole)).count == 8)
    for count in whole.indices {
      expectFailure(.badData, "a.xml, line ") { _ = try Self.pieces(Data(whole[..<count])) }
    }
  }

  @Test("An error without words here is told in libxml2's")
  func otherErrors() {
    expectFailure(.badData, "a.xml, line 2: the XML cannot be read: Attribute b redefined") {
      _ = try Self.pieces("<a>\n<c b='1' b='2'/></a>")
    }
  }
}
