import CXML

/// Keeps the first error of a document; what follows is often its consequence.
final class Fault {
  private(set) var first: (text: String, line: Int)?

  /// Has this thread's errors told here. Not to the reader's own handler alone, past which errors of encodings go, which
  /// would be printed.
  func hear() { Self.hear(Unmanaged.passUnretained(self).toOpaque()) }

  /// Errors of this thread are told to nobody.
  static func hearNothing() { hear(nil) }

  private static func hear(_ fault: UnsafeMutableRawPointer?) {
    xmlSetStructuredErrorFunc(fault) { fault, error in
      guard let fault, let error = error?.pointee, error.level != XML_ERR_WARNING else { return }
      Unmanaged<Fault>.fromOpaque(fault).takeUnretainedValue().note(
        code: error.code, line: error.line, message: error.message)
    }
  }

  func note(_ text: String, line: Int) {
    if first == nil { first = (text, max(1, line)) }
  }

  private func note(code: Int32, line: Int32, message: UnsafePointer<CChar>?) {
    let known = Self.known(xmlParserErrors.RawValue(code))
    let message = message.flatMap { String(cString: $0).split(separator: "\n").first.map(String.init) }
    note(known ?? message ?? Self.unknown(code), line: Int(line))
  }

  private static func unknown(_ code: Int32) -> String { "error \(code) of libxml2" }

  /// What damaged files most often give, in the words of whoever has to mend them; else libxml2's own words serve.
  private static func known(_ code: xmlParserErrors.RawValue) -> String? {
    switch xmlParserErrors(rawValue: code) {
    case XML_ERR_DOCUMENT_EMPTY: "there is no document"
    case XML_ERR_DOCUMENT_END: "the document ends too early, or something follows it"
    case XML_ERR_INVALID_CHAR, XML_ERR_INVALID_ENCODING, XML_I18N_CONV_FAILED:
      "a character that XML does not allow, or that is not in the file's encoding"
    case XML_ERR_UNDECLARED_ENTITY: "an unknown entity (&NAME;)"
    case XML_ERR_ATTRIBUTE_NOT_STARTED: "an attribute without quotes"
    case XML_ERR_NAME_REQUIRED: "a name was expected"
    case XML_ERR_GT_REQUIRED: "a '>' is missing"
    case XML_ERR_TAG_NAME_MISMATCH: "an end tag that does not fit its start tag"
    case XML_ERR_TAG_NOT_FINISHED: "an element that does not end"
    default: nil
    }
  }
}
