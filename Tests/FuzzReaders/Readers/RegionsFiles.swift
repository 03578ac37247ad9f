import Foundation
import NPY

/// The files of a small split of regions and phrases, in either form.
struct RegionsFiles {
  let directory: String
  let isPlain: Bool

  static func name(of part: RegionsReader.Part) -> String {
    switch part {
    case .boxes: "dev_boxes.npy"
    case .imageList: "dev.txt"
    case .sentences: "Sentences/11.txt"
    case .annotation: "Annotations/11.xml"
    case .phrases: "dev_phrases.jsonl"
    case .cache: ".tbn-dist-cache/dev-phrases.bin"
    }
  }

  static func seeds(of part: RegionsReader.Part) -> [[UInt8]] {
    let texts: [String] =
      switch part {
      case .boxes: []
      case .imageList: ["11\n22\n", "11.jpg\r\n 22 \n"]
      case .sentences: [sentences]
      case .annotation: [annotation, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + clipped, bomb]
      case .phrases: [lines]
      case .cache: []
      }
    return part == .boxes ? [boxes, regionImages] : texts.map { Array($0.utf8) }
  }

  static func tokens(of part: RegionsReader.Part) -> [String] {
    switch part {
    case .boxes: NPYBytes.tokens
    case .imageList: ["\n", "../", "/", "..", ".jpg", "11", "22", "\0", " ", "\u{FEFF}", "\u{85}"]
    case .sentences:
      ["[/EN#", "[/EN#1/people ", "]", "[", "/", " ", "\n", "0", "notvisual", "#", "\u{3000}", "\0", "İ"]
    case .annotation:
      [
        "<object>", "</object>", "<part>", "</part>", "<bndbox>", "</bndbox>", "<xmin>", "</xmin>", "<name>",
        "</name>",
        "<scene>1</scene>",
        "<nobndbox>1</nobndbox>", "<![CDATA[", "]]>", "<!--", "-->", "&amp;", "&lol;", "&#0;", "&#x10FFFF;",
        "<a>",
        "<!DOCTYPE annotation [<!ENTITY lol \"lol\">]>", "<!ENTITY a SYSTEM \"file:///etc/passwd\">",
        "<?xml ?>", "<",
        ">", "\"", "xmlns=\"a\"", "<width>", "<height>", "encoding=\"UTF-16\"", "<a b='c'/>", "\0",
        "<bndbox><xmin>1</xmin><ymin>1</ymin><xmax>9</xmax><ymax>9</ymax></bndbox>", "<name>1</name>",
      ]
    case .phrases:
      [
        "{", "}", "[", "]", ":", ",", "\"image\":", "\"phrase\":", "\"boxes\":", "\"types\":", "null", "true",
        "1e999",
        "-0", "\\u0000", "\\ud800", "\"", "\\", "[[1,2,3,4]]", "\n", "[[[[", "\u{FEFF}", "1.5",
      ]
    case .cache: ["TBNPHRAS", "\0\0\0\0\0\0\0\0", "\u{1}\0\0\0\0\0\0\0", "a dog", "\u{7f}", "/"]
    }
  }

  private static let boxes = Array(
    NPYWriter.data(rows: [[10, 10, 50, 70], [0, 0, 50, 50], [5, 5, 25, 35]], columns: 4))
  private static let regionImages = Array(NPYWriter.data([0, 1, 0] as [Int32], shape: [3]))
  private static let sentences =
    "[/EN#1/people The man] holds [/EN#2/other/toys a ball] on [/EN#0/notvisual the way] .\n"
  private static let annotation = """
    <annotation>
    <size><width>100</width><height>80</height><depth>3</depth></size>
    <object><name>1</name><bndbox><xmin>10</xmin><ymin>10</ymin><xmax>50</xmax><ymax>70</ymax></bndbox></object>
    <object><name>2</name><name>4</name><bndbox><xmin>40</xmin><ymin>20</ymin><xmax>90</xmax><ymax>40</ymax></bndbox>
    </object><object><name>3</name><scene>1</scene><nobndbox>0</nobndbox></object>
    </annotation>

    """
  /// With a box that reaches beyond the photo.
  private static let clipped = annotation.replacingOccurrences(of: ">90<", with: ">120<")
  /// Entities of entities, which would expand to gigabytes.
  private static let bomb =
    "<!DOCTYPE annotation [<!ENTITY a \"aaaaaaaaaaaaaaaaaaaa\">"
    + zip("abcdefgh", "bcdefghi").map {
      "<!ENTITY \($1) \"" + String(repeating: "&\($0);", count: 20) + "\">"
    }.joined()
    + "]>\n<annotation><size><width>100</width><height>80</height></size><object><name>&i;</name></object></annotation>"
  private static let lines = """
    {"image": "11", "phrase": "The man", "boxes": [[10, 10, 50, 70]], "types": ["people"]}
    {"image": 1, "phrase": "a ball", "boxes": [[10, 20, 50, 40], [0, 0, 5e0, 7.5]], "types": ["other", "toys"]}
    {"image": 1, "phrase": "the man", "boxes": [[1, 2, 3, 4]]}
    {"image": 0, "phrase": "a cloud", "boxes": [], "more": null}

    """

  /// Writes all files but the one that is damaged.
  func write(except part: RegionsReader.Part) throws {
    var files: [(String, [UInt8])] = [
      ("dev_regions.npy", NPYBytes.floats(rows: 3, columns: 2)), ("dev_boxes.npy", Self.boxes),
      ("dev_region_images.npy", Self.regionImages), ("dev.txt", Array("11\n22\n".utf8)),
      ("dev_image_sizes.npy", Array(NPYWriter.data([100, 80, 100, 80] as [Int32], shape: [2, 2]))),
    ]
    if isPlain {
      files.append(("dev_phrases.jsonl", Array(Self.lines.utf8)))
    } else {
      for (id, text) in [("11", Self.annotation), ("22", Self.annotation)] {
        files.append(("Annotations/\(id).xml", Array(text.utf8)))
        files.append(("Sentences/\(id).txt", Array(Self.sentences.utf8)))
      }
    }
    // A file in the place of the cache's directory: with a cache, two inputs of one size at one tick of the clock would
    // be one.
    if part != .cache { files.append((".tbn-dist-cache", [])) }
    for (name, bytes) in files where name != Self.name(of: part) { try write(bytes, to: name) }
  }

  private func write(_ bytes: [UInt8], to name: String) throws {
    let url = URL(fileURLWithPath: "\(directory)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }
}
