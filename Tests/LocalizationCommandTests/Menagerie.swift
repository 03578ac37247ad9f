import TestSupport

/// Photos of coloured animals with regions and phrases, as the tests know them: what the files hold and no more.
///
/// A photo of 100 x 80 pixels has four animals, of different kinds and colours, in its quarters. Each animal has two
/// phrases, "a red dog" and "the dog", and three regions: its own box, one a little beside it (IoU 0.82) and one that
/// overlaps it too little (0.40) and shows another animal too. Two regions of a photo show nothing.
struct Menagerie: Sendable {
  struct Phrase: Sendable {
    let text: String
    let type: String
    let box: [Float]
  }

  struct Photo: Sendable {
    let id: String
    let phrases: [Phrase]
    let boxes: [[Float]]
    let features: [[Float]]
  }

  let name: String
  let photos: [Photo]

  static let (width, height): (Int, Int) = (100, 80)
  static let colors = ["red", "blue", "green", "black", "white"]
  static let animals = ["dog", "cat", "horse", "bird", "fish"]
  static let dimensions = 10

  /// Photos with phrases and regions, then one without a phrase and one without a region.
  init(_ name: String, photos count: Int, seed: UInt64) {
    self.name = name
    let numbers = randomNumbers((count + 2) * 14 * Self.dimensions, seed: seed)
    var noise = numbers[...]
    photos = (0..<count + 2).map { number in
      let photo = Self.photo("\(name)-\(number)", number, &noise)
      return Photo(
        id: photo.id, phrases: number == count ? [] : photo.phrases,
        boxes: number == count + 1 ? [] : photo.boxes,
        features: number == count + 1 ? [] : photo.features)
    }
  }

  private static func photo(_ id: String, _ number: Int, _ noise: inout ArraySlice<Float>) -> Photo {
    // Four of five animals and colours, in other pairs from photo to photo.
    let animals = (0..<4).map { (number + $0) % 5 }
    let colors = (0..<4).map { (number / 5 + 2 * $0) % 5 }
    var (phrases, boxes, features): ([Phrase], [[Float]], [[Float]]) = ([], [], [])
    for quarter in 0..<4 {
      let box = Self.box(quarter)
      let (color, animal) = (Self.colors[colors[quarter]], Self.animals[animals[quarter]])
      phrases.append(Phrase(text: "A \(color) \(animal)", type: "animals", box: box))
      phrases.append(Phrase(text: "the \(animal)", type: "other", box: box))
      let own = Self.feature(colors[quarter], animals[quarter])
      let next = Self.feature(colors[(quarter + 1) % 4], animals[(quarter + 1) % 4])
      let toTheSide: Float = quarter % 2 == 0 ? 17 : -17
      boxes += [box, Self.shifted(box, toTheSide > 0 ? 4 : -4), Self.shifted(box, toTheSide)]
      features += [own, own, zip(own, next).map { 0.4 * $0 + 0.6 * $1 }]
    }
    boxes += [[45, 35, 55, 45], [44, 0, 56, 12]]
    features += [[Float]](repeating: [Float](repeating: 0, count: dimensions), count: 2)
    let noisy = features.map { row in row.map { $0 + 0.1 * (noise.popFirst() ?? 0) } }
    return Photo(id: id, phrases: phrases, boxes: boxes, features: noisy)
  }

  private static func feature(_ color: Int, _ animal: Int) -> [Float] {
    (0..<dimensions).map { $0 == color || $0 == 5 + animal ? 1 : 0 }
  }

  /// 40 x 30 pixels in the middle of a quarter.
  private static func box(_ quarter: Int) -> [Float] {
    let (x, y) = (Float(quarter % 2 * 50 + 5), Float(quarter / 2 * 40 + 5))
    return [x, y, x + 40, y + 30]
  }

  private static func shifted(_ box: [Float], _ x: Float) -> [Float] {
    [box[0] + x, box[1], box[2] + x, box[3]]
  }
}
