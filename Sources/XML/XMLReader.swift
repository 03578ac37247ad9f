import CXML
import Failures
import Foundation

/// Goes through a document from its start to its end, one piece after another; the thread that made it does so.
///
/// libxml2 reads, with its limits on names, depth, texts and entities; nothing outside the document is looked at.
package final class XMLReader {
  package enum Piece: Equatable {
    case start(String)
    case text(String)
    case end(String)
  }

  private let path: String
  private let bytes: UnsafeMutableRawBufferPointer
  private let reader: xmlTextReaderPtr?
  private let fault = Fault()
  private var isEmptyElement = false

  private static let isStarted: Void = xmlInitParser()

  /// libxml2 counts bytes in 32 bits.
  private static let maximumByteCount = Int(Int32.max)

  /// - Parameter path: of the document, for errors.
  package init(_ contents: Data, path: String) {
    Self.isStarted
    self.path = path
    guard contents.count <= Self.maximumByteCount else {
      fault.note(
        "a document of \(contents.count) bytes; at most \(Self.maximumByteCount) can be read", line: 1)
      (bytes, reader) = (.allocate(byteCount: 0, alignment: 1), nil)
      return
    }
    bytes = .allocate(byteCount: contents.count, alignment: 1)
    contents.copyBytes(to: bytes)
    fault.hear()
    reader = xmlReaderForMemory(
      bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(contents.count), nil, nil,
      Int32(XML_PARSE_NONET.rawValue))
  }

  deinit {
    if let reader { xmlFreeTextReader(reader) }
    Fault.hearNothing()
    bytes.deallocate()
  }

  /// The next piece; nil at the end of the document, which then was well-formed.
  ///
  /// - Throws: `Failure(.badData)` with the line where it is not.
  package func next() throws(Failure) -> Piece? {
    if isEmptyElement {
      isEmptyElement = false
      return .end(name)
    }
    fault.hear()
    while true {
      let result = reader.map { xmlTextReaderRead($0) } ?? -1
      guard result >= 0, fault.first == nil else { throw failure }
      guard result == 1 else { return nil }
      if let piece = try piece(ofType: xmlTextReaderNodeType(reader)) { return piece }
    }
  }

  /// Nil for what says nothing: comments, instructions to programs, the type of the document.
  private func piece(ofType type: Int32) throws(Failure) -> Piece? {
    switch xmlReaderTypes(rawValue: xmlReaderTypes.RawValue(type)) {
    case XML_READER_TYPE_ELEMENT:
      isEmptyElement = xmlTextReaderIsEmptyElement(reader) == 1
      return .start(name)
    case XML_READER_TYPE_END_ELEMENT: return .end(name)
    case XML_READER_TYPE_TEXT, XML_READER_TYPE_CDATA, XML_READER_TYPE_SIGNIFICANT_WHITESPACE,
      XML_READER_TYPE_WHITESPACE:
      return .text(Self.text(xmlTextReaderConstValue(reader)) ?? "")
    case XML_READER_TYPE_ENTITY_REFERENCE:
      throw Failure(
        .badData, "the entity &\(name); of the document's own", at: "\(path), line \(line)",
        expected: "characters, or the entities of XML itself")
    default: return nil
    }
  }

  /// Of an attribute of the element that has begun.
  package func attribute(_ name: String) -> String? {
    guard xmlTextReaderMoveToAttribute(reader, name) == 1 else { return nil }
    defer { xmlTextReaderMoveToElement(reader) }
    return Self.text(xmlTextReaderConstValue(reader))
  }

  /// All attributes of the element that has begun.
  package func attributes() -> [String: String] {
    var values: [String: String] = [:]
    while xmlTextReaderMoveToNextAttribute(reader) == 1 {
      values[name] = Self.text(xmlTextReaderConstValue(reader)) ?? ""
    }
    xmlTextReaderMoveToElement(reader)
    return values
  }

  /// Where the piece stands, at most 65,535; of an element that has ended, where it began.
  package var line: Int { xmlTextReaderCurrentNode(reader).map { xmlGetLineNo($0) } ?? 1 }

  private var name: String { Self.text(xmlTextReaderConstName(reader)) ?? "" }

  private var failure: Failure {
    let (text, line) = fault.first ?? ("there is no document", 1)
    return Failure(
      .badData, "the XML cannot be read: \(text)", at: "\(path), line \(line)",
      expected: "a well-formed document in UTF-8, or in the encoding that it names")
  }

  private static func text(_ characters: UnsafePointer<xmlChar>?) -> String? {
    characters.map { String(decodingCString: $0, as: UTF8.self) }
  }
}
