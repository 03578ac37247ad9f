import Failures
import TestSupport
import Testing

@testable import Datasets

@Suite("Boxes of a photo")
struct PhotoBoxesTests {
  private let directory: TemporaryDirectory
  private let size = ImageSize(width: 100, height: 80)

  init() throws { directory = try TemporaryDirectory() }

  /// Reads objects that begin in line 3 of the file.
  private func read(_ objects: String, size sizeText: String = AnnotationText.size(100, 80)) throws
    -> PhotoBoxes
  {
    let text = "<annotation><filename>1.jpg</filename>\n\(sizeText)\n\(objects)</annotation>\n"
    return try PhotoBoxes(path: directory.write(text, to: "1.xml"), size: size)
  }

  @Test("The truth of an entity is the union of its boxes; an object may have several entities")
  func union() throws {
    let boxes = try read(
      AnnotationText.object(["7", "8"], [10, 10, 20, 30]) + AnnotationText.object(["7"], [40, 5, 60, 20])
        + AnnotationText.object(["9"], [0.5, 1, 99.5, 80]))
    #expect(boxes.faults.count == 0)
    #expect(boxes.entities[7]?.box == Box(x1: 10, y1: 5, x2: 60, y2: 30))
    #expect(boxes.entities[8]?.box == Box(x1: 10, y1: 10, x2: 20, y2: 30))
    #expect(boxes.entities[9]?.box == Box(x1: 0.5, y1: 1, x2: 99.5, y2: 80))
    #expect(boxes.entities.count == 3)
  }

  @Test("Entities without a box say why, the more telling reason first; a box of another object wins")
  func reasons() throws {
    let boxes = try read(
      """
      <object><name>1</name><scene>1</scene><nobndbox>0</nobndbox></object>
      <object><name>2</name><scene>0</scene><nobndbox>1</nobndbox></object>
      <object><name>3</name><nobndbox>1</nobndbox><scene>1</scene></object>
      <object><name>4</name><scene>1</scene></object>

      """ + AnnotationText.object(["4"], [1, 2, 3, 4]) + AnnotationText.object(["5"], [7, 2, 7, 40]))
    #expect(boxes.faults.count == 0)
    #expect([1, 2, 3, 5].map { boxes.entities[$0]?.box } == [nil, nil, nil, nil])
    #expect([1, 2, 3, 5].map { boxes.entities[$0]?.drop } == [.scene, .noBox, .scene, .zeroArea])
    #expect(boxes.entities[4]?.box == Box(x1: 1, y1: 2, x2: 3, y2: 4))
    #expect(EntityBoxes().drop == .noObject)
  }

  @Test("The parts of an object, and what else stands within it, have names and boxes of their own")
  func parts() throws {
    let part =
      "<part><name>8</name><bndbox><xmin>60</xmin><ymin>60</ymin><xmax>70</xmax><ymax>70</ymax></bndbox></part>"
    let box = "<bndbox><xmin>10</xmin><ymin>10</ymin><xmax>20</xmax><ymax>30</ymax></bndbox>"
    for object in [
      "<object>\(part)<name>7</name>\(box)\(part)</object>",
      "<object><name>7</name>\(box)\(part)\(part)</object>",
      "<object><name>7</name><object><name>8</name></object>\(box)<part><part>\(part)</part><xmin>5</xmin></part></object>",
      "<object><name>7</name>\(box)<attributes><scene>1</scene><nobndbox>1</nobndbox></attributes></object>",
    ] {
      let boxes = try read(object)
      #expect(boxes.faults.count == 0 && Array(boxes.entities.keys) == [7], "\(object)")
      #expect(boxes.entities[7]?.box == Box(x1: 10, y1: 10, x2: 20, y2: 30), "\(object)")
    }
    #expect(try read("<object><name>7</name>\(part)</object>").entities[7]?.box == nil)
  }

  @Test("A box beyond the photo is clipped and told; one outside or reversed is dropped and told")
  func badBoxes() throws {
    let boxes = try read(
      AnnotationText.object(["1"], [-5, 10, 120, 30]) + AnnotationText.object(["2"], [101, 10, 120, 30])
        + AnnotationText.object(["3"], [50, 10, 40, 30]) + AnnotationText.object(["4"], [100, 10, 120, 30])
        + AnnotationText.object(["5"], [60, 10, 50, 30]) + AnnotationText.object(["5"], [60, 10, 70, 30]))
    #expect(boxes.entities[1]?.box == Box(x1: 0, y1: 10, x2: 100, y2: 30))
    #expect([2, 3, 4].map { boxes.entities[$0]?.drop } == [.faultyBox, .faultyBox, .zeroArea])
    #expect(boxes.entities[5]?.box == Box(x1: 60, y1: 10, x2: 70, y2: 30))
    #expect(
      boxes.faults.kept.map(\.found) == [
        "the box -5 10 120 30 reaches beyond the photo and is clipped",
        "the box 101 10 120 30 is outside the photo", "the box 50 10 40 30 has its corners reversed",
        "the box 100 10 120 30 reaches beyond the photo and is clipped",
        "the box 60 10 50 30 has its corners reversed",
      ])
    #expect(boxes.faults.kept.first?.location == directory.file("1.xml") + ", line 3")
    #expect(boxes.faults.kept.last?.location == directory.file("1.xml") + ", line 7")
    #expect(boxes.faults.kept.first?.expected == "a box within 100 x 80")
  }

  @Test(
    "Objects that say nothing usable are told with their line",
    arguments: [
      ("<object><name>1</name></object>", "an object without a box"),
      ("<object><scene>1</scene></object>", "an object without a name"),
      (
        "<object><name>dog</name><scene>1</scene></object>", "the name 'dog' of an object, which is no number"
      ),
      (
        AnnotationText.object(["1"], corners: ["1", "two", "3", "4"]),
        "the corners '1' 'two' '3' '4' of a box"
      ),
      (AnnotationText.object(["1"], corners: ["1", "", "3", "4"]), "the corners '1' '' '3' '4' of a box"),
      (AnnotationText.object(["1"], corners: ["1", "2", "nan", "4"]), "the box 1 2 nan 4 is not finite"),
      (AnnotationText.object(["1"], corners: ["1", "2", "1e99", "4"]), "is not finite"),
      (
        "<object><name>1</name><bndbox><xmin>1</xmin><ymax>5</ymax></bndbox></object>",
        "the corners '1' nothing nothing '5' of a box"
      ),
    ])
  func badObject(text: String, message: String) throws {
    let boxes = try read("\n\n" + text)
    #expect(boxes.faults.count == 1)
    let fault = boxes.faults.kept.first
    #expect(fault?.found.contains(message) == true, "\(boxes.faults)")
    #expect(fault?.location == directory.file("1.xml") + ", line 5")
    #expect(boxes.entities[1]?.box == nil)
  }

  @Test("A photo of another size is refused; one without a size is told of")
  func sizes() throws {
    expectFailure(
      .badData, "1.xml: the photo is 50 x 80 pixels here", "100 x 80 as in the file of image sizes"
    ) {
      _ = try read("", size: AnnotationText.size(50, 80))
    }
    for text in ["", "<size><width>100</width></size>", "<size><width>x</width><height>80</height></size>"] {
      let boxes = try read(AnnotationText.object(["1"], [1, 2, 3, 4]), size: text)
      #expect(boxes.faults.kept.map(\.found) == ["no <size> with width and height in numbers"])
      #expect(boxes.entities[1]?.box != nil)
    }
  }

  @Test(
    "What is not well-formed XML is refused with its line",
    arguments: [
      ("<annotation>\n<object>\n</annotation>\n", "1.xml, line 3: the XML cannot be read: an end tag"),
      ("<annotation>\n<object>", "1.xml, line 2: the XML cannot be read: the document ends too early"),
      (
        "<annotation>\n</annotation>\n<annotation/>",
        "1.xml, line 3: the XML cannot be read: the document ends"
      ),
      ("<annotation>\n&nbsp;</annotation>", "1.xml, line 2: the XML cannot be read: an unknown entity"),
      ("<annotation>\n5 < 6</annotation>", "1.xml, line 2: the XML cannot be read: a name was expected"),
      ("a dog", "1.xml, line 1: the XML cannot be read: there is no document"),
      ("", "1.xml, line 1: the XML cannot be read: the document ends too early"),
      ("<html><body/></html>", "1.xml: a document of <html>; expected <annotation>"),
    ])
  func badXML(text: String, message: String) throws {
    let path = try directory.write(text, to: "1.xml")
    expectFailure(.badData, message) { _ = try PhotoBoxes(path: path, size: size) }
  }

  @Test("A byte that is not UTF-8 is refused; a file cut anywhere never traps")
  func damage() throws {
    let whole = Array(
      "<annotation>\n\(AnnotationText.size(100, 80))\(AnnotationText.object(["1"], [1, 2, 3, 4]))</annotation>"
        .utf8)
    for length in 0..<whole.count {
      let path = try directory.write(Array(whole[..<length]), to: "1.xml")
      expectFailure(.badData, "1.xml") { _ = try PhotoBoxes(path: path, size: size) }
    }
    let path = try directory.write(Array("<annotation>\n<x>".utf8) + [0xff] + whole, to: "1.xml")
    expectFailure(.badData, "1.xml, line 2: the XML cannot be read: a character that XML does not allow") {
      _ = try PhotoBoxes(path: path, size: size)
    }
  }
}
