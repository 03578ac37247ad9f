import Failures

/// Gathers phrases into the table of a split: each text, each category once.
struct PhraseCollector {
  private(set) var table = PhraseTable()
  private var rowOfText: [String: Int32] = [:]
  private var numberOfSpelling: [String: Int32] = [:]
  private var rowOfCategory: [String: UInt8] = [:]
  // One array for all phrases of the same types: hundreds of thousands of phrases have some ten kinds of lists.
  private var rowsOfTypes: [[String]: [UInt8]] = [:]

  /// Takes over the phrases of a photo in the published form.
  /// - Throws: `.badData` when there are more than 256 categories.
  mutating func append(_ photo: AnnotatedPhoto, image: Int) throws {
    table.faults.append(photo.faults)
    if photo.isLeftOut { table.leftOutImages += 1 }
    table.leftOutLines += photo.faultyLineCount
    table.drops.add(.faultyTag, count: photo.faultyTagCount)
    table.drops.add(.unusablePhoto, count: photo.lostPhraseCount)
    for phrase in photo.phrases {
      if phrase.isVisual {
        let boxes = photo.entities[phrase.entity] ?? EntityBoxes()
        try append(phrase.text, types: phrase.types, boxes: boxes, image: image)
      } else {
        table.drops.add(.notVisual)
      }
    }
  }

  /// Takes over a line of the plain form; `nil` for one that cannot be used.
  /// - Throws: `.badData` when there are more than 256 categories.
  mutating func append(_ line: CheckedPhraseLine?) throws {
    if line == nil { table.leftOutLines += 1 }
    let row = try line.flatMap {
      try append($0.text, types: $0.types, boxes: $0.boxes, image: $0.image)
    }
    table.textOfLine.append(row ?? -1)
    table.spellingOfLine.append(row == nil ? -1 : number(ofSpelling: line?.spelling ?? ""))
  }

  mutating func report(_ faults: FaultList) { table.faults.append(faults) }

  private mutating func number(ofSpelling spelling: String) -> Int32 {
    if let number = numberOfSpelling[spelling] { return number }
    let number = Int32(numberOfSpelling.count)
    numberOfSpelling[spelling] = number
    return number
  }

  /// Takes a phrase over, or counts why it has no box.
  /// - Returns: the row of its text; `nil` for a phrase without a box.
  @discardableResult
  private mutating func append(
    _ text: String, types: [String], boxes: EntityBoxes, image: Int
  ) throws -> Int32? {
    guard let box = boxes.box else {
      table.drops.add(boxes.drop)
      return nil
    }
    let row = row(ofText: text)
    let categories = try rows(ofTypes: types)
    table.occurrences.append(
      PhraseOccurrence(image: Int32(image), text: row, box: box, categories: categories))
    return row
  }

  private mutating func row(ofText text: String) -> Int32 {
    if let row = rowOfText[text] { return row }
    let row = Int32(table.texts.count)
    rowOfText[text] = row
    table.texts.append(text)
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
    guard let row = UInt8(exactly: table.categories.count) else {
      throw Failure(
        .badData, "the phrases have more than 256 types, '\(name)' among them",
        expected: "a few categories, such as people, animals, vehicles")
    }
    rowOfCategory[name] = row
    table.categories.append(name)
    return row
  }
}
