/// A picture of several emoji before a background, and where each of them is.
struct Scene: Sendable {
  /// One emoji of the picture.
  struct Placement: Sendable {
    let cutout: Cutout
    let box: PixelBox
  }

  /// What a phrase may speak of: an emoji of the vocabulary, at one place or at two.
  struct Entity: Sendable {
    /// The number behind "EN#", of no other entity in the data set.
    let number: Int
    let concept: SceneConcept
    let placements: [Placement]

    var boxes: [PixelBox] { placements.map(\.box) }
    var isPair: Bool { placements.count > 1 }
    /// The true box of its phrases: the smallest around all of its places.
    var box: PixelBox {
      guard let box = PixelBox.union(of: boxes) else { preconditionFailure("entity \(number) has no place") }
      return box
    }
  }

  /// Names the files of the scene.
  let id: Int
  let width: Int
  let height: Int
  let background: SceneBackground
  /// In the order in which they are drawn.
  let entities: [Entity]

  /// The numbers of what has no box: the background, and the gap between two emoji.
  var backgroundNumber: Int { Self.entityNumber(8, ofScene: id) }
  var gapNumber: Int { Self.entityNumber(9, ofScene: id) }

  /// - Parameter position: 1...7 for the emoji, 8 and 9 for what has no box.
  static func entityNumber(_ position: Int, ofScene id: Int) -> Int {
    precondition((1...9).contains(position), "entity \(position) of a scene")
    return id * 10 + position
  }

  /// All boxes that are true: of each place and of each entity.
  var trueBoxes: [PixelBox] {
    entities.flatMap { entity in entity.isPair ? entity.boxes + [entity.box] : entity.boxes }
  }

  var picture: Picture {
    var canvas = Canvas(width: width, height: height) { background.color(ofRow: $0, height: height) }
    for placement in entities.flatMap(\.placements) {
      canvas.draw(placement.cutout, x: placement.box.x1, y: placement.box.y1)
    }
    return canvas.picture
  }
}
