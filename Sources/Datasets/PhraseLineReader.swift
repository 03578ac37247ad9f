import Failures
import Foundation

/// Reads the file of phrases in the plain form, one JSON object a line.
struct PhraseLineReader {
  private let path: String
  private let imageSizes: [ImageSize]
  private let imageOfID: [String: Int]

  init(path: String, images: SplitImages) {
    self.path = path
    imageSizes = images.sizes
    imageOfID = Dictionary(uniqueKeysWithValues: images.ids.enumerated().map { ($1, $0) })
  }

  /// - Returns: the phrases, and for each line the row of its text, -1 for a line that was left out.
  func read() throws -> (PhraseCollector, textOfLine: [Int32]) {
    let text = try TextLines(path: path, item: "phrase")
    if text.lines.isEmpty, let fault = text.faults.first { throw fault }
    var collector = PhraseCollector()
    collector.faults = text.faultList
    let decoder = JSONDecoder()
    var textOfLine = [Int32](repeating: -1, count: text.lines.count)
    for (index, line) in text.lines.enumerated() where !line.isEmpty {
      if let row = try add(line, number: index + 1, decoder, to: &collector) { textOfLine[index] = row }
    }
    return (collector, textOfLine)
  }

  private func add(
    _ text: String, number: Int, _ decoder: JSONDecoder, to collector: inout PhraseCollector
  ) throws -> Int32? {
    let location = { "\(path), line \(number)" }
    let line: PhraseLine
    let phrase: String
    let image: Int
    do {
      line = try PhraseLine.decode(text, with: decoder, location: location())
      phrase = try self.phrase(of: line, location: location())
      image = try self.image(of: line, location: location())
    } catch let fault as Failure {
      collector.faults.report(fault)
      return nil
    }
    let boxes = boxes(of: line, image: image, location: location(), faults: &collector.faults)
    return try collector.append(phrase, types: line.types, boxes: boxes, image: image)
  }

  private func phrase(of line: PhraseLine, location: @autoclosure () -> String) throws -> String {
    let text = PhraseText.normalized(line.phrase)
    guard !text.isEmpty else {
      throw Failure(.badData, "\"phrase\" is empty", at: location(), expected: "the words of a phrase")
    }
    return text
  }

  private func image(of line: PhraseLine, location: @autoclosure () -> String) throws -> Int {
    switch line.image {
    case .row(let row):
      guard imageSizes.indices.contains(row) else {
        throw Failure(
          .badData, "\"image\" is \(row)", at: location(),
          expected: "a row from 0 to \(imageSizes.count - 1)",
          remedy: "an id stands in quotes")
      }
      return row
    case .id(let id):
      guard let image = imageOfID[ImageIDs.withoutSuffix(id)] else {
        throw Failure(
          .badData, "\"image\" is '\(id)', which is no image of the split", at: location(),
          expected: "an id of the split's list, or the row of an image without quotes")
      }
      return image
    }
  }

  private func boxes(
    of line: PhraseLine, image: Int, location: @autoclosure () -> String, faults: inout FaultList
  ) -> EntityBoxes {
    var boxes = EntityBoxes()
    for corners in line.boxes {
      guard corners.count == 4 else {
        let fault = Failure(
          .badData, "a box of \(corners.count) numbers", at: location(), expected: "x1, y1, x2, y2")
        faults.report(fault)
        boxes.add(.faultyBox)
        continue
      }
      boxes.add(
        CheckedBox(corners: corners, in: imageSizes[image], location: location(), faults: &faults))
    }
    return boxes
  }
}
