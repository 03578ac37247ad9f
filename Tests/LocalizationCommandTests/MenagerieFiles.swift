import TestSupport

/// The files of three splits of a menagerie, in a directory that is removed with this object.
final class MenagerieFiles {
  /// How the phrases are given.
  enum Form: CaseIterable {
    case published, plain
  }

  let train = Menagerie("train", photos: 30, seed: 1)
  let dev = Menagerie("dev", photos: 10, seed: 2)
  let test = Menagerie("test", photos: 15, seed: 3)
  private let directory: TemporaryDirectory

  init(_ form: Form) throws {
    directory = try TemporaryDirectory()
    for split in [train, dev, test] {
      try writeRegions(of: split)
      switch form {
      case .published: for photo in split.photos { try writeAnnotation(of: photo) }
      case .plain: try write(Self.lines(split), to: "\(split.name)_phrases.jsonl")
      }
    }
  }

  var path: String { directory.path }

  func file(_ name: String) -> String { directory.file(name) }

  func remove(_ name: String) throws { try directory.remove(name) }

  func write(_ text: String, to name: String) throws { try directory.write(text, to: name) }

  func write(_ rows: [[Float]], to name: String) throws { try directory.write(rows, to: name) }

  func write(_ numbers: [Int32], to name: String, columns: Int = 1) throws {
    let shape = columns == 1 ? "(\(numbers.count),)" : "(\(numbers.count / columns), \(columns))"
    try directory.write(npyBytes(descr: "'<i4'", shape: shape, data: bytes(numbers)), to: name)
  }

  private func writeRegions(of split: Menagerie) throws {
    let name = split.name
    try write(split.photos.map { $0.id + "\n" }.joined(), to: "\(name).txt")
    try write(split.photos.flatMap(\.features), to: "\(name)_regions.npy")
    try write(split.photos.flatMap(\.boxes), to: "\(name)_boxes.npy")
    try write(Self.regionImages(split), to: "\(name)_region_images.npy")
    let sizes = split.photos.flatMap { _ in [Int32(Menagerie.width), Int32(Menagerie.height)] }
    try write(sizes, to: "\(name)_image_sizes.npy", columns: 2)
  }

  static func regionImages(_ split: Menagerie) -> [Int32] {
    split.photos.enumerated().flatMap { row, photo in photo.boxes.map { _ in Int32(row) } }
  }

  /// Two phrases a sentence. Each phrase is an entity of its own, and one more has no box.
  private func writeAnnotation(of photo: Menagerie.Photo) throws {
    let tags = photo.phrases.enumerated().map { "[/EN#\($0 + 1)/\($1.type) \($1.text)]" }
    let sentences = stride(from: 0, to: tags.count, by: 2).map { "\(tags[$0]) , that is , \(tags[$0 + 1]) ." }
    let rest = "Nothing [/EN#0/notvisual at all] under [/EN#99/scene the sky] ."
    try directory.createDirectory(of: "Sentences/\(photo.id).txt")
    try write((sentences + [rest, ""]).joined(separator: "\n"), to: "Sentences/\(photo.id).txt")
    let objects = photo.phrases.enumerated().map { Self.object(entity: $0 + 1, $1.box) }
    let scene = "<object><name>99</name><scene>1</scene><nobndbox>0</nobndbox></object>"
    let size =
      "<size><width>\(Menagerie.width)</width><height>\(Menagerie.height)</height><depth>3</depth></size>"
    try directory.createDirectory(of: "Annotations/\(photo.id).xml")
    try write(
      "<annotation>\(size)\(objects.joined())\(scene)</annotation>\n", to: "Annotations/\(photo.id).xml")
  }

  private static func object(entity: Int, _ box: [Float]) -> String {
    let corners = zip(["xmin", "ymin", "xmax", "ymax"], box).map { "<\($0)>\(Int($1))</\($0)>" }.joined()
    return "<object><name>\(entity)</name><bndbox>\(corners)</bndbox></object>"
  }

  /// A phrase a line, the photos by row and by id in turn, and a phrase without a box.
  private static func lines(_ split: Menagerie) -> String {
    let phrases = split.photos.enumerated().flatMap { row, photo in
      photo.phrases.enumerated().map { number, phrase in
        let image = number % 2 == 0 ? "\(row)" : "\"\(photo.id)\""
        return #"{"image": \#(image), "phrase": "\#(phrase.text)", "boxes": [\#(phrase.box)], "#
          + #""types": ["\#(phrase.type)"]}"#
      }
    }
    return (phrases + [#"{"image": 0, "phrase": "the sky", "boxes": [], "types": ["scene"]}"#])
      .map { $0 + "\n" }.joined()
  }
}
