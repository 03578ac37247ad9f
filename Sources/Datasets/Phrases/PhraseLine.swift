import Failures
import Foundation

/// One line of the plain form of annotations:
/// `{"image": 3, "phrase": "a red bike", "boxes": [[10, 20, 110, 220]], "types": ["vehicles"]}`.
struct PhraseLine: Decodable {
  /// Which photo a line belongs to.
  enum Image: Equatable {
    /// A number: its row in the split's list.
    case row(Int)
    /// A text: its id.
    case id(String)
  }

  let image: Image
  let phrase: String
  /// x1, y1, x2, y2 of each.
  let boxes: [[Double]]
  let types: [String]

  private enum Keys: String, CodingKey { case image, phrase, boxes, types }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Keys.self)
    if let id = try? values.decode(String.self, forKey: .image) {
      image = .id(id)
    } else {
      let number = try values.decode(Double.self, forKey: .image)
      guard let row = Int(exactly: number) else {
        throw DecodingError.dataCorruptedError(forKey: .image, in: values, debugDescription: "not whole")
      }
      image = .row(row)
    }
    phrase = try values.decode(String.self, forKey: .phrase)
    boxes = try values.decode([[Double]].self, forKey: .boxes)
    types = try values.decodeIfPresent([String].self, forKey: .types) ?? []
  }

  /// - Parameter location: "FILE, line n", for messages.
  /// - Throws: `.badData` for a line that is not such an object.
  static func decode(
    _ text: String, with decoder: JSONDecoder, location: @autoclosure () -> String
  ) throws -> PhraseLine {
    do {
      return try decoder.decode(PhraseLine.self, from: Data(text.utf8))
    } catch {
      throw Failure(
        .badData, Self.found(error), at: location(),
        expected: #"{"image": row or "id", "phrase": "text", "boxes": [[x1, y1, x2, y2], ...]}"#)
    }
  }

  private static func found(_ error: any Error) -> String {
    let context: DecodingError.Context? =
      switch error as? DecodingError {
      case .keyNotFound(_, let context), .typeMismatch(_, let context), .valueNotFound(_, let context),
        .dataCorrupted(let context):
        context
      default: nil
      }
    if case .keyNotFound(let key, _)? = error as? DecodingError {
      return "there is no \"\(key.stringValue)\""
    }
    guard let key = context?.codingPath.first else { return "the line is no JSON object" }
    return "\"\(key.stringValue)\" cannot be used"
  }
}
