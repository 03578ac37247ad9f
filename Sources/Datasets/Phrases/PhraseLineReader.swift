import Failures
import Foundation

/// Reads the file of phrases in the plain form, one JSON object a line.
struct PhraseLineReader {
  private let path: String
  private let imageSizes: [ImageSize]
  private let imageOfID: [String: Int]
  /// The image of each id that is a whole number, by the number: "007" is 7.
  private let imageOfNumber: [Int: Int]
  private var faults = FaultList()

  init(path: String, images: SplitImages) {
    self.path = path
    imageSizes = images.sizes
    imageOfID = Dictionary(uniqueKeysWithValues: images.ids.enumerated().map { ($1, $0) })
    imageOfNumber = Dictionary(
      images.ids.enumerated().compactMap { image, id in Int(id).map { ($0, image) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// Every line; one that cannot be used is left out and told among the faults.
  /// - Throws: `.noInput` when there is no such file; `.badData` when it is empty, has more than 256 types, or names an
  ///   image by a number that is the id of one and the row of another.
  mutating func read() throws -> PhraseTable {
    let text = try TextLines(path: path, item: "phrase")
    if text.lines.isEmpty, let fault = text.faults.first { throw fault }
    faults.append(text.faultList)
    var collector = PhraseCollector()
    let decoder = JSONDecoder()
    for (index, line) in text.lines.enumerated() {
      try collector.append(checked(line, location: "\(path), line \(index + 1)", decoder))
    }
    collector.report(faults)
    return collector.table
  }

  /// - Returns: `nil` for a line that cannot be used.
  private mutating func checked(_ text: String, location: String, _ decoder: JSONDecoder) throws
    -> CheckedPhraseLine?
  {
    // A line that is no text at all is among the faults already.
    guard !text.isEmpty else { return nil }
    do {
      let line = try PhraseLine.decode(text, with: decoder, location: location)
      if let mistake = mistakenID(line.image, location: location) { throw mistake }
      let phrase = try phrase(of: line, location: location)
      let image = try image(of: line, location: location)
      guard !line.types.contains("") else {
        throw Failure(.badData, "\"types\" has an empty name", at: location, expected: "names of categories")
      }
      return CheckedPhraseLine(
        image: image, text: phrase, spelling: PhraseText.spelling(line.phrase), types: line.types,
        boxes: boxes(of: line, imageSizes[image], location: location))
    } catch let mistake as MistakenID {
      throw mistake.failure
    } catch let fault as Failure {
      faults.report(fault)
      return nil
    }
  }

  /// A number by which a line means one photo and would get another.
  private struct MistakenID: Error {
    let failure: Failure
  }

  private func mistakenID(_ image: PhraseLine.Image, location: String) -> MistakenID? {
    guard case .row(let row) = image, let other = imageOfNumber[row], other != row else { return nil }
    let found = imageSizes.indices.contains(row) ? "row \(row) is another" : "there is no row \(row)"
    return MistakenID(
      failure: Failure(
        .badData,
        "\"image\" is the number \(row), which is the id of the image in row \(other), but \(found)",
        at: location, expected: "ids in quotes, and numbers for rows only",
        remedy: "write \"image\": \"\(row)\" if the numbers of this file are ids"))
  }

  private func phrase(of line: PhraseLine, location: String) throws -> String {
    let text = PhraseText.normalized(line.phrase)
    guard !text.isEmpty else {
      throw Failure(.badData, "\"phrase\" is empty", at: location, expected: "the words of a phrase")
    }
    return text
  }

  private func image(of line: PhraseLine, location: String) throws -> Int {
    switch line.image {
    case .row(let row):
      guard imageSizes.indices.contains(row) else {
        throw Failure(
          .badData, "\"image\" is \(row)", at: location, expected: "a row from 0 to \(imageSizes.count - 1)",
          remedy: "write an id in quotes")
      }
      return row
    case .id(let id):
      guard let image = imageOfID[ImageIDs.withoutSuffix(ImageIDs.trimmed(id))] else {
        throw Failure(
          .badData, "\"image\" is '\(id)', which is no image of the split", at: location,
          expected: "an id of the split's list in quotes, or the row of an image without")
      }
      return image
    }
  }

  private mutating func boxes(of line: PhraseLine, _ size: ImageSize, location: String) -> EntityBoxes {
    var boxes = EntityBoxes()
    for corners in line.boxes {
      guard corners.count == 4 else {
        faults.report(
          Failure(.badData, "a box of \(corners.count) numbers", at: location, expected: "x1, y1, x2, y2"))
        boxes.add(.faultyBox)
        continue
      }
      boxes.add(CheckedBox(corners: corners, in: size, location: location, faults: &faults))
    }
    return boxes
  }
}
