import Failures
import NPY
import TestSupport
import Testing

@Suite("Refusing npy files")
struct NPYRefusalTests {
  /// A bad file and what its message must say.
  struct Refusal: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let bytes: [UInt8]
    let phrases: [String]

    init(_ name: String, _ bytes: [UInt8], _ phrases: String...) {
      testDescription = name
      self.bytes = bytes
      self.phrases = phrases
    }
  }

  static let refusals = [
    Refusal("text", Array("1,2,3\n4,5,6\n".utf8), "not an npy file"),
    Refusal("npz", Array("PK\u{3}\u{4}archive".utf8), "not an npy file", "npz archive"),
    Refusal("empty", [], "the file ends inside the npy header, after 0 bytes"),
    Refusal("version 4", npyBytes(version: 4), "npy format version 4.0", "expected version 1.0, 2.0 or 3.0"),
    Refusal("version 0", npyBytes(version: 0), "npy format version 0.0"),
    Refusal(
      "long header", npyBytes(version: 2, dictionary: "{}" + String(repeating: " ", count: 70_000)),
      "the npy header claims 70003 bytes", "at most 65536"),
    Refusal("big-endian", npyBytes(descr: "'>f4'"), "type '>f4' (big-endian)", "astype('<f4')"),
    Refusal("integers", npyBytes(descr: "'<i8'"), "elements of type '<i8'", "one of <f2, <f4, <f8, |u1"),
    Refusal("objects", npyBytes(descr: "'|O'"), "elements of type '|O'"),
    Refusal("records", npyBytes(descr: "[('x', '<f4')]"), "records of several fields"),
    Refusal("Fortran order", npyBytes(fortran: "True"), "fortran_order is True", "ascontiguousarray"),
    Refusal("no dimension", npyBytes(shape: "()"), "0 dimensions, shape ()"),
    Refusal("one dimension", npyBytes(shape: "(6,)"), "1 dimension, shape (6,)", "reshape(-1, 1)"),
    Refusal(
      "three dimensions", npyBytes(shape: "(2, 3, 1)"), "3 dimensions, shape (2, 3, 1)", "two dimensions"),
    Refusal("no rows", npyBytes(shape: "(0, 3)", data: []), "an array without numbers, shape (0, 3)"),
    Refusal("no columns", npyBytes(shape: "(3, 0)", data: []), "an array without numbers, shape (3, 0)"),
    Refusal(
      "absurd rows", npyBytes(shape: "(9223372036854775807, 1)"),
      "shape (9223372036854775807, 1) of <f4 is more than any file can hold"),
    Refusal("absurd shape", npyBytes(shape: "(4611686018427387904, 4)"), "more than any file can hold"),
    Refusal("over 64 bits", npyBytes(shape: "(9223372036854775808, 1)"), "a number over 64 bits"),
    Refusal("large shape", npyBytes(shape: "(1000000000, 1000000)"), "expected 4000000000000000 bytes"),
    Refusal("negative size", npyBytes(shape: "(-2, 3)"), "a size was expected in the shape"),
    Refusal("word in shape", npyBytes(shape: "(two, 3)"), "a size was expected in the shape"),
    Refusal("open tuple", npyBytes(shape: "(2, 3"), "a size was expected in the shape"),
    Refusal("bad Boolean", npyBytes(fortran: "0"), "True or False was expected"),
    Refusal("no quotes", npyBytes(descr: "<f4"), "the element type in quotes was expected"),
    Refusal("open string", npyBytes(dictionary: "{'descr"), "a string has no end"),
    Refusal("no dictionary", npyBytes(dictionary: "[1, 2]"), "'{' was expected at its byte 0"),
    Refusal("empty dictionary", npyBytes(dictionary: "{}"), "'descr' is missing"),
    Refusal("no order", npyBytes(dictionary: "{'descr': '<f4'}"), "'fortran_order' is missing"),
    Refusal(
      "no shape", npyBytes(dictionary: "{'descr': '<f4', 'fortran_order': False}"), "'shape' is missing"),
    Refusal("unknown key", npyBytes(dictionary: "{'color': 'red'}"), "an unknown key 'color'"),
    Refusal("repeated key", npyBytes(dictionary: "{'descr': '<f4', 'descr': '<f4'}"), "'descr' stands twice"),
    Refusal(
      "rest", npyBytes(dictionary: "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)} x"),
      "something stands after the dictionary"),
  ]

  @Test("Each kind of bad file gives its message and names the file", arguments: refusals)
  func refusal(refusal: Refusal) throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(refusal.bytes, to: "bad.npy")
    do {
      _ = try NPYFile(path: path)
      Issue.record("the file was accepted")
    } catch let failure as Failure {
      #expect(failure.status == .badData)
      #expect(failure.location == path)
      for phrase in refusal.phrases { #expect(failure.description.contains(phrase), "\(failure)") }
    }
  }
}
