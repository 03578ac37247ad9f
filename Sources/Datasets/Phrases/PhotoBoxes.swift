import Failures

/// The boxes of every entity of one photo, from its file in Flickr30K Entities' `Annotations`.
struct PhotoBoxes {
  private(set) var entities: [Int: EntityBoxes] = [:]
  private(set) var faults = FaultList()
  private let path: String

  /// - Throws: when the file cannot be read as XML; `.badData` when it gives the photo another size than `size`:
  ///   its boxes are then in other pixels.
  init(path: String, size: ImageSize) throws {
    self.path = path
    let document = try AnnotationXML(path: path)
    try checkSize(document, size)
    for object in document.objects { add(object, size) }
  }

  private mutating func checkSize(_ document: AnnotationXML, _ size: ImageSize) throws {
    guard let width = document.width.flatMap(Double.init), let height = document.height.flatMap(Double.init)
    else {
      faults.report(
        Failure(.badData, "no <size> with width and height in numbers", at: path, expected: size.text))
      return
    }
    guard width == Double(size.width), height == Double(size.height) else {
      throw Failure(
        .badData, "the photo is \(document.width ?? "") x \(document.height ?? "") pixels here", at: path,
        expected: "\(size.text) as in the file of image sizes",
        remedy: "give boxes and image sizes in the pixels of the same photo")
    }
  }

  private mutating func add(_ object: AnnotationXML.Object, _ size: ImageSize) {
    let ids = ids(of: object)
    // Gathered first: an object of many names and many boxes must not cost their product.
    var boxes = EntityBoxes()
    if object.isScene { boxes.add(.scene) }
    if object.isWithoutBox { boxes.add(.noBox) }
    for corners in object.boxes { boxes.add(checked(corners, size)) }
    if !object.isScene, !object.isWithoutBox, object.boxes.isEmpty {
      report("an object without a box", object.line, expected: "<bndbox>, <scene>1 or <nobndbox>1")
      boxes.add(.faultyBox)
    }
    for id in ids { entities[id, default: EntityBoxes()].add(boxes) }
  }

  private mutating func ids(of object: AnnotationXML.Object) -> [Int] {
    if object.names.isEmpty { report("an object without a name", object.line, expected: "<name>ID</name>") }
    return object.names.compactMap { name in
      if let id = Int(name) { return id }
      report("the name '\(name)' of an object, which is no number", object.line, expected: "an entity id")
      return nil
    }
  }

  private mutating func checked(_ corners: AnnotationXML.Corners, _ size: ImageSize) -> CheckedBox {
    let numbers = corners.texts.compactMap { $0.flatMap(Double.init) }
    guard numbers.count == 4 else {
      let shown = corners.texts.map { $0.map { "'\($0)'" } ?? "nothing" }.joined(separator: " ")
      report("the corners \(shown) of a box", corners.line, expected: "xmin ymin xmax ymax in numbers")
      return .dropped(.faultyBox)
    }
    let path = path
    return CheckedBox(
      corners: numbers, in: size, location: "\(path), line \(corners.line)", faults: &faults)
  }

  private mutating func report(_ found: String, _ line: Int, expected: String) {
    faults.report(Failure(.badData, found, at: "\(path), line \(line)", expected: expected))
  }
}
