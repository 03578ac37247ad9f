import Failures

/// Gathers phrases into the tables of a split: each text, each category once.
struct PhraseCollector {
  private(set) var texts: [String] = []
  private(set) var categories: [String] = []
  private(set) var occurrences: [PhraseOccurrence] = []
  private(set) var drops = PhraseDrops()
  var faults = FaultList()
  private(set) var leftOutImages = 0
  private var rowOfText: [String: Int32] = [:]
  private var rowOfCategory: [String: UInt8] = [:]
  // One array for all phrases of the same types: hundreds of thousands of phrases have some ten kinds of lists.
  private var rowsOfTypes: [[String]: [UInt8]] = [:]

  /// - Throws: `.badData` when there are more than 256 categories.
  mutating func append(_ photo: AnnotatedPhoto, image: Int) throws {
    faults.append(photo.faults)
    if photo.isLeftOut { leftOutImages += 1 }
    for phrase in photo.phrases {
      let boxes = photo.entities[phrase.entity] ?? EntityBoxes()
      if !phrase.isVisual {
        drops.add(.notVisual)
      } else {
        try append(phrase.text, types: phrase.types, boxes: boxes, image: image)
      }
    }
  }

  /// Takes a phrase over, or counts why it has no box.
  /// - Returns: the row of its text; `nil` for a phrase without a box.
  /// - Throws: `.badData` when there are more than 256 categories.
  @discardableResult
  mutating func append(_ text: String, types: [String], boxes: EntityBoxes, image: Int) throws -> Int32? {
    guard let box = boxes.box else {
      drops.add(boxes.drop)
      return nil
    }
    let row = row(ofText: text)
    occurrences.append(
      PhraseOccurrence(image: Int32(image), text: row, box: box, categories: try rows(ofTypes: types)))
    return row
  }

  private mutating func row(ofText text: String) -> Int32 {
    if let row = rowOfText[text] { return row }
    let row = Int32(texts.count)
    rowOfText[text] = row
    texts.append(text)
    return row
  }

  private mutating func rows(ofTypes types: [String]) throws -> [UInt8] {
    if let rows = rowsOfTypes[types] { return rows }
    var rows: [UInt8] = []
    for type in types {
      let row = try row(ofCategory: type)
      if !rows.contains(row) { rows.append(row) }
    }
    rowsOfTypes[types] = rows
    return rows
  }

  private mutating func row(ofCategory name: String) throws -> UInt8 {
    if let row = rowOfCategory[name] { return row }
    guard let row = UInt8(exactly: categories.count) else {
      throw Failure(
        .badData, "the phrases have more than 256 types, '\(name)' among them",
        expected: "a few categories, such as people, animals, vehicles")
    }
    rowOfCategory[name] = row
    categories.append(name)
    return row
  }
}
