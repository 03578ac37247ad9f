@testable import Datasets
import Failures
import TestSupport
import Testing

@Suite("Files of lines")
struct TextLinesTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func read(_ bytes: [UInt8]) throws -> [String] {
    try TextLines.read(path: directory.write(bytes, to: "caps.txt"), item: "caption")
  }

  @Test(
    "Line ends of any kind, a missing last one and a byte order mark do not matter",
    arguments: ["a b\nç\n", "a b\r\nç\r\n", "a b\nç", "a b\r\nç", "\u{FEFF}a b\nç\n"])
  func lineEnds(text: String) throws {
    #expect(try read(Array(text.utf8)) == ["a b", "ç"])
  }

  @Test("White space inside and around a caption stays")
  func whiteSpace() throws {
    #expect(try read(Array(" a  b \rc\n".utf8)) == [" a  b \rc"])
  }

  @Test(
    "Bytes that are not UTF-8 are named with line and byte",
    arguments: [
      ([0x61, 0xe9], 2, "E9"), ([0xff], 1, "FF"), ([0x61, 0x62, 0xc3], 3, "C3"),
      ([0xc3, 0xa9, 0x80], 3, "80"),
      ([0xed, 0xa0, 0x80], 1, "ED"), ([0xc0, 0x80], 1, "C0"), ([0xf0, 0x9f, 0x98], 1, "F0"),
    ])
  func invalid(bytes: [UInt8], position: Int, value: String) {
    expectFailure(.badData, "caps.txt, line 2: byte \(position) of the line is 0x\(value)", "expected UTF-8")
    {
      _ = try read(Array("fine\n".utf8) + bytes + Array("\nfine\n".utf8))
    }
  }

  @Test("An empty line is named", arguments: ["a\n\nb\n", "a\n \t\nb\n", "a\r\n\r\nb", "a\n\u{3000}\nb\n\n"])
  func empty(text: String) {
    expectFailure(.badData, "caps.txt, line 2: the line is empty", "expected one caption a line") {
      _ = try read(Array(text.utf8))
    }
  }

  @Test(
    "Blank lines at the end are no lines, however many",
    arguments: ["a\nb\n\n", "a\nb\n \t\n\u{3000}\n", "a\r\nb\r\n\r\n\r\n", "a\nb\n  "])
  func blankEnd(text: String) throws {
    #expect(try read(Array(text.utf8)) == ["a", "b"])
  }

  @Test("A fault after blank lines has its own line, and so have they")
  func faultAfterBlankLines() throws {
    let path = try directory.write(Array("a\n\n\n".utf8) + [0xff, 0x0a], to: "caps.txt")
    let text = try TextLines(path: path, item: "caption")
    #expect(text.lines == ["a", "", "", ""])
    #expect(text.faults.map(\.location) == (2...4).map { "\(path), line \($0)" })
  }

  @Test("A file of blank lines only is empty")
  func onlyBlank() {
    expectFailure(.badData, "caps.txt: the file is empty") { _ = try read(Array("\n \n".utf8)) }
  }

  @Test("An empty file, and one of UTF-16, are refused")
  func otherFiles() {
    expectFailure(.badData, "caps.txt: the file is empty") { _ = try read([]) }
    expectFailure(.badData, "caps.txt, line 1: the line has a NUL byte") { _ = try read([0x61, 0, 0x62, 0]) }
    expectFailure(.badData, "line 1: byte 1 of the line is 0xFF") { _ = try read([0xff, 0xfe, 0x61, 0]) }
    expectFailure(.noInput, "cannot be opened") {
      _ = try TextLines(path: directory.file("no"), item: "caption")
    }
  }

  @Test("All faults are counted, the first of them kept")
  func allFaults() throws {
    let path = try directory.write(String(repeating: "\na\n", count: 30), to: "caps.txt")
    let text = try TextLines(path: path, item: "caption")
    #expect(text.lines.count == 60)
    #expect(text.faultCount == 30)
    #expect(text.faults.count == FaultList.keptCount)
    #expect(text.faults[1].location == path + ", line 3")
  }
}
