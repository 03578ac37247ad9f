import Failures
import Foundation
import NPY
import TestSupport
import Testing

@testable import Datasets

/// Small files that would cost much more than their length, or lead where they must not.
@Suite("Files that ask for too much")
struct HostileFilesTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test("A line without an end, and a file of empty lines before another, are refused")
  func lines() throws {
    let long = try directory.write(
      [UInt8](repeating: 0x61, count: TextLines.maximumLineByteCount + 1), to: "long")
    expectFailure(.badData, "long, line 1: the line has more than 1048576 bytes") {
      _ = try TextLines(path: long, item: "caption")
    }
    let empty = try directory.write(
      [UInt8](repeating: 0x0a, count: TextLines.maximumFaultCount + 1) + [0x61], to: "empty")
    expectFailure(
      .badData, "empty, line 1: more than 100000 faulty lines, the first of them: the line is empty"
    ) {
      _ = try TextLines(path: empty, item: "caption")
    }
  }

  @Test("Lines are the same wherever the file is cut into parts")
  func parts() throws {
    // Of lengths that bring line ends and characters of several bytes to every place around a mebibyte.
    let lines = (0..<3_000).map { String(repeating: "é", count: 150 + $0 % 97) + "\($0)" }
    let path = try directory.write("\u{FEFF}" + lines.joined(separator: "\r\n"), to: "lines")
    #expect(try TextLines.read(path: path, item: "caption") == lines)
  }

  @Test("Hundreds of thousands of opening brackets are read in one pass")
  func brackets() {
    let text = String(repeating: "[", count: 500_000)
    let sentence = TaggedSentence(parsing: text + "[/EN#1/people a man]", location: "x")
    #expect(sentence.phrases.map(\.text) == ["a man"])
    #expect(sentence.faults.count == 500_000)
  }

  @Test("An object of thousands of names and thousands of boxes is read in one pass")
  func objects() throws {
    let names = (1...30_000).map { "<name>\($0)</name>" }.joined()
    let box = "<bndbox><xmin>1</xmin><ymin>2</ymin><xmax>30</xmax><ymax>40</ymax></bndbox>"
    let boxes = String(repeating: box, count: 30_000)
    let path = try directory.write(
      "<annotation>\(AnnotationText.size(100, 80))<object>\(names)\(boxes)</object></annotation>", to: "1.xml"
    )
    let photo = try PhotoBoxes(path: path, size: ImageSize(width: 100, height: 80))
    #expect(photo.entities.count == 30_000)
    #expect(photo.entities[30_000]?.box == Box(x1: 1, y1: 2, x2: 30, y2: 40))
  }

  @Test("A name of an element that is not UTF-8 is an error with its line")
  func elementNames() throws {
    let bytes = Array("<annotation>\n<x".utf8) + [0xff] + Array("/></annotation>".utf8)
    let path = try directory.write(bytes, to: "1.xml")
    expectFailure(.badData, "1.xml, line 2: the XML cannot be read", "in UTF-8") {
      _ = try AnnotationXML(path: path)
    }
  }

  @Test("An instruction to programs without content is passed over")
  func instructions() throws {
    let path = try directory.write("<annotation><?x?><size><width>7</width></size></annotation>", to: "1.xml")
    #expect(try AnnotationXML(path: path).width == "7")
  }

  @Test("Ids that lead out of the directories of sentences and annotations are refused")
  func idsOutside() throws {
    let data = try LocalizationData.published()
    try data.write("11\n../../22\n33\n", to: "dev.txt")
    expectFailure(.badData, "dev.txt, line 2: the id '../../22' has a slash") { _ = try data.load() }
  }

  @Test("Sizes and corners whose products are no finite numbers are refused")
  func numbers() throws {
    let data = try LocalizationData.published()
    try data.directory.write([[100, 80], [3e38, 60], [50, 40]], to: "dev_image_sizes.npy")
    expectFailure(.badData, "dev_image_sizes.npy: row 1 holds") { _ = try data.load() }
    let other = try LocalizationData.published()
    try other.directory.write(
      [[-3e38, 10, 3e38, 70]] + LocalizationData.boxes.dropFirst(), to: "dev_boxes.npy")
    expectFailure(.badData, "dev_boxes.npy: row 0 holds the box", "is too large") { _ = try other.load() }
  }

  @Test("A header of rows that no memory holds is refused by its numbers alone")
  func wideRows() throws {
    let path = try directory.write(npyBytes(shape: "(1, 1000000000000)"), to: "x.npy")
    expectFailure(.badData, "rows of 1000000000000 numbers", "at most 16777216") {
      _ = try NPYFile(path: path)
    }
    let overflowing = try directory.write(npyBytes(shape: "(9223372036854775807, 16777216)"), to: "y.npy")
    expectFailure(.badData, "more than any file can hold") { _ = try NPYFile(path: overflowing) }
  }

  @Test("A message is one line without control characters, whatever a file holds")
  func messages() {
    let text = Failure(
      .badData, "the id 'a\n\u{1B}[31mb\u{2028}'", at: "x", expected: String(repeating: "y", count: 9_999)
    )
    .description
    #expect(text.hasPrefix("x: the id 'a\\n\\u{1B}[31mb\\u{2028}'; expected yyy"))
    #expect(text.utf8.count < 2_100 && text.hasSuffix("..."))
  }
}
