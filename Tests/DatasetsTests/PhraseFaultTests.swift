import Failures
import TestSupport
import Testing

@testable import Datasets

@Suite("Faults that are left behind")
struct PhraseFaultTests {
  @Test(
    "A line of the plain form that cannot be used is told, and the others are kept",
    arguments: [
      (#"{"image": 0, "phrase": "x", "boxes": [[1, 2, 3, 4]]"#, "the line is no JSON object"),
      (#"[1, 2]"#, "the line is no JSON object"), (#"null"#, "the line is no JSON object"),
      (#"dog"#, "the line is no JSON object"),
      (#"{"phrase": "x", "boxes": [[1, 2, 3, 4]]}"#, #"there is no "image""#),
      (#"{"image": 0, "boxes": [[1, 2, 3, 4]]}"#, #"there is no "phrase""#),
      (#"{"image": 0, "phrase": "x", "box": [[1, 2, 3, 4]]}"#, #"there is no "boxes""#),
      (#"{"image": 0, "phrase": 5, "boxes": []}"#, #""phrase" cannot be used"#),
      (#"{"image": 0, "phrase": null, "boxes": []}"#, #""phrase" cannot be used"#),
      (#"{"image": 1.5, "phrase": "x", "boxes": []}"#, #""image" cannot be used"#),
      (#"{"image": [0], "phrase": "x", "boxes": []}"#, #""image" cannot be used"#),
      (#"{"image": 0, "phrase": "x", "boxes": [1, 2, 3, 4]}"#, #""boxes" cannot be used"#),
      (#"{"image": 0, "phrase": "x", "boxes": [[1, "2", 3, 4]]}"#, #""boxes" cannot be used"#),
      (#"{"image": 0, "phrase": "x", "boxes": [[1, NaN, 3, 4]]}"#, "the line is no JSON object"),
      (#"{"image": 0, "phrase": "x", "boxes": [[1, 2, 3, 4]], "types": "y"}"#, #""types" cannot be used"#),
      (
        #"{"image": 0, "phrase": "x", "boxes": [[1, 2, 3, 4]], "types": [""]}"#, #""types" has an empty name"#
      ),
      (#"{"image": 0, "phrase": " ", "boxes": [[1, 2, 3, 4]]}"#, #""phrase" is empty"#),
      (
        #"{"image": 3, "phrase": "x", "boxes": [[1, 2, 3, 4]]}"#, #""image" is 3; expected a row from 0 to 2"#
      ),
      (#"{"image": -1, "phrase": "x", "boxes": [[1, 2, 3, 4]]}"#, #""image" is -1"#),
      (#"{"image": "44", "phrase": "x", "boxes": [[1, 2, 3, 4]]}"#, #""image" is '44', which is no image"#),
      (#"{"image": 0, "phrase": "x", "boxes": [[1, 2, 3]]}"#, "a box of 3 numbers"),
      (#"{"image": 0, "phrase": "x", "boxes": [[4, 2, 3, 4]]}"#, "the box 4 2 3 4 has its corners reversed"),
      (#"{"image": 1, "phrase": "x", "boxes": [[61, 2, 70, 4]]}"#, "the box 61 2 70 4 is outside the photo"),
      (#"{"image": 1, "phrase": "x", "boxes": [[1, 2, 1e99, 4]]}"#, "the box 1 2 1e+99 4 is not finite"),
      ("", "the line is empty"),
    ])
  func badLine(text: String, message: String) throws {
    let data = try LocalizationData.plain()
    try data.writeLines(Array(LocalizationData.lines[..<2]) + [text] + LocalizationData.lines[2...])
    let annotations = try data.load().annotations
    #expect(annotations.occurrences.count == 6)
    #expect(annotations.faultCount == 1)
    let fault = annotations.faults.first?.description ?? ""
    #expect(fault.contains("dev_phrases.jsonl, line 3: \(message)"), "\(fault)")
    #expect(annotations.textOfLine == [0, 1, -1, 2, 1, 3, 0, -1])
  }

  @Test("A box beyond the photo is clipped and told; of several, the good ones make the truth")
  func partlyGood() throws {
    let data = try LocalizationData.plain()
    try data.writeLines([
      #"{"image": 1, "phrase": "x", "boxes": [[-4, 2, 61, 4], [9, 9, 8, 8], [3, 3, 3, 50]]}"#,
      #"{"image": 1, "phrase": "y", "boxes": [[3, 3, 3, 50]]}"#,
      #"{"image": 1, "phrase": "y", "boxes": [[60, 3, 70, 50], [1]]}"#,
    ])
    let annotations = try data.load().annotations
    #expect(annotations.occurrences.map(\.box) == [Box(x1: 0, y1: 2, x2: 60, y2: 4)])
    #expect(PhraseDrop.allCases.map { annotations.drops[$0] } == [1, 1, 0, 0, 0, 0, 0, 0])
    #expect(annotations.faultCount == 4)
    #expect(annotations.faults.first?.found == "the box -4 2 61 4 reaches beyond the photo and is clipped")
    #expect(annotations.texts == ["x"] && annotations.textOfLine == [0, -1, -1])
  }

  @Test("Bytes that are not UTF-8 are named with line and byte, in both forms")
  func invalidText() throws {
    let plain = try LocalizationData.plain()
    let lines = Array((LocalizationData.lines[0] + "\n{").utf8) + [0xe9, 0x0a]
    try plain.directory.write(lines, to: "dev_phrases.jsonl")
    let line = try plain.load().annotations.faults.first?.description ?? ""
    #expect(line.contains("dev_phrases.jsonl, line 2: byte 2 of the line is 0xE9"), "\(line)")
    let published = try LocalizationData.published()
    let sentences = Array("[/EN#9/other a ball]\n".utf8) + [0x61, 0xff, 0x0a]
    try published.directory.write(sentences, to: "Sentences/33.txt")
    let annotations = try published.load().annotations
    #expect(annotations.occurrences.count == 6 && annotations.leftOutImages == 0)
    let fault = annotations.faults.first?.description ?? ""
    #expect(fault.contains("Sentences/33.txt, line 2: byte 2 of the line is 0xFF"), "\(fault)")
  }

  @Test(
    "A photo whose files cannot be read is left out and told with its file",
    arguments: [
      ("Sentences/22.txt", nil, "Sentences/22.txt: cannot be opened: No such file"),
      ("Annotations/22.xml", nil, "Annotations/22.xml: cannot be opened: No such file"),
      ("Sentences/22.txt", "", "Sentences/22.txt: the file is empty"),
      ("Annotations/22.xml", "", "Annotations/22.xml, line 1: the XML cannot be read: the document ends"),
      ("Annotations/22.xml", "<annotation>", "Annotations/22.xml, line 1: the XML cannot be read"),
      (
        "Annotations/22.xml", LocalizationData.annotation(60, 61, ""),
        "Annotations/22.xml: the photo is 60 x 61 pixels here; expected 60 x 60"
      ),
    ] as [(String, String?, String)])
  func leftOut(file: String, text: String?, message: String) throws {
    let data = try LocalizationData.published()
    try data.directory.remove(file)
    if let text { try data.write(text, to: file) }
    let annotations = try data.load().annotations
    #expect(annotations.leftOutImages == 1 && annotations.faultCount == 1)
    #expect(annotations.faults.first?.description.contains(message) == true, "\(annotations.faults)")
    #expect(annotations.occurrences.map(\.image) == [0, 0, 0, 2])
    #expect(annotations.imageIDs == ["11", "22", "33"])
  }

  @Test("Up to 5 photos, or 1 in 100, may be left out", arguments: [(5, 40), (6, 40), (6, 599), (6, 600)])
  func tooMany(broken: Int, photos: Int) throws {
    let data = try LocalizationData.published()
    let ids = (0..<photos).map { "p\($0)" }
    try data.write(ids.joined(separator: "\n"), to: "dev.txt")
    try data.directory.write(ids.map { _ in [50, 40] }, to: "dev_image_sizes.npy")
    try data.writeRegionImages([0, 0, 0, 0, 0])
    try data.directory.write((0..<5).map { _ in [1, 2, 30, 40] }, to: "dev_boxes.npy")
    for (number, id) in ids.enumerated() {
      try data.write("[/EN#9/other a ball]\n", to: "Sentences/\(id).txt")
      let annotation = number < broken ? "<" : LocalizationData.annotations["33"] ?? ""
      try data.write(annotation, to: "Annotations/\(id).xml")
    }
    guard broken > 5, broken * 100 > photos else {
      #expect(try data.load().annotations.leftOutImages == broken)
      return
    }
    expectFailure(
      .badData, "6 of the \(photos) photos of split 'dev' cannot be used; the first fault: ", "p0.xml"
    ) {
      _ = try data.load()
    }
  }

  @Test("All faults are counted, the first 20 kept, over all files")
  func allFaults() throws {
    let data = try LocalizationData.published()
    try data.write(String(repeating: "[x]\n", count: 15) + "[/EN#1/people a man]\n", to: "Sentences/11.txt")
    try data.write(String(repeating: "[/EN#x y]\n", count: 17), to: "Sentences/33.txt")
    let annotations = try data.load().annotations
    #expect(annotations.faultCount == 32 && annotations.faults.count == 20)
    #expect(annotations.faults[14].location == data.directory.file("Sentences/11.txt") + ", line 15")
    #expect(annotations.faults[19].location == data.directory.file("Sentences/33.txt") + ", line 5")
    #expect(annotations.occurrences.count == 3)
  }
}
