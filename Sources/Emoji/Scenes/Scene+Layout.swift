import Random

// Which emoji stand where. Everything is drawn from one stream, keyed by the seed, the split and the scene.

extension Scene {
  /// Two emoji may share at most a fifth of the smaller box: none is hidden, and no two boxes overlap by 0.2.
  static let mostSharedParts = 5
  private static let pairPeriod = 4
  private static let attempts = 1_000
  private static let attemptsAnEmoji = 30

  /// The scene at `index` of `split`.
  /// - Precondition: the canvas has room for the emoji that `design` asks for.
  init(index: Int, of split: SceneSplit, vocabulary: SceneVocabulary, design: SceneDesign) {
    var stream = RandomStream(seed: design.seed, purpose: .sceneLayout, time: split.code, index: index)
    id = split.ids[index]
    width = design.canvasWidth
    height = design.canvasHeight
    background = SceneBackground(height: design.canvasHeight, stream: &stream)
    let concepts = Self.concepts(in: vocabulary, counts: design.objectCounts, stream: &stream)
    // The most crowded scenes get no second one of anything.
    let hasPair = concepts.count < design.objectCounts.upperBound && stream.isOnce(in: Self.pairPeriod)
    let cutouts = (hasPair ? [concepts[0]] : []) + concepts
    let placements = Self.placements(of: cutouts.map(\.cutout), design: design, stream: &stream)
    var remaining = placements[...]
    var entities: [Entity] = []
    for (position, concept) in concepts.enumerated() {
      let own = remaining.prefix(position == 0 && hasPair ? 2 : 1)
      remaining = remaining.dropFirst(own.count)
      let number = Self.entityNumber(position + 1, ofScene: id)
      entities.append(Entity(number: number, concept: concept, placements: Array(own)))
    }
    self.entities = entities
  }

  /// Different emoji of which no name may stand for another.
  private static func concepts(
    in vocabulary: SceneVocabulary, counts: ClosedRange<Int>, stream: inout RandomStream
  ) -> [SceneConcept] {
    let count = stream.integer(in: counts)
    var chosen: [SceneConcept] = []
    for _ in 0..<attempts where chosen.count < count {
      let concept = stream.choice(of: vocabulary.concepts)
      if !chosen.contains(where: { $0.isConfusable(with: concept) }) { chosen.append(concept) }
    }
    precondition(chosen.count == count, "the vocabulary has no \(count) emoji with different names")
    return chosen
  }

  /// A place for each cutout. A layout in which one finds no room is given up as a whole.
  private static func placements(
    of cutouts: [Cutout], design: SceneDesign, stream: inout RandomStream
  ) -> [Placement] {
    for _ in 0..<attempts {
      var placed: [Placement] = []
      for cutout in cutouts {
        guard let next = placement(of: cutout, beside: placed, design: design, stream: &stream) else { break }
        placed.append(next)
      }
      if placed.count == cutouts.count { return placed }
    }
    preconditionFailure(
      "no room for \(cutouts.count) emoji on \(design.canvasWidth) x \(design.canvasHeight)")
  }

  /// One size and several places to try it at.
  private static func placement(
    of cutout: Cutout, beside placed: [Placement], design: SceneDesign, stream: inout RandomStream
  ) -> Placement? {
    let side = min(stream.integer(in: design.longerSides), cutout.longerSide)
    guard let scaled = cutout.scaled(toLongerSide: side) else { return nil }
    for _ in 0..<attemptsAnEmoji {
      let box = PixelBox(
        x: stream.integer(in: 0...design.canvasWidth - scaled.width),
        y: stream.integer(in: 0...design.canvasHeight - scaled.height),
        width: scaled.width, height: scaled.height)
      let isFree = placed.allSatisfy { other in
        box.commonArea(with: other.box) * mostSharedParts <= min(box.area, other.box.area)
      }
      if isFree { return Placement(cutout: scaled, box: box) }
    }
    return nil
  }
}
