import Random

/// Writes the sentences of a scene in the markup of Flickr30K Entities: `[/EN#17/animals the cat] above ... .`
///
/// Two phrases of one scene are the same only if they speak of the same entity. What a sentence says of places is
/// true of the boxes.
struct SceneNarrator {
  private static let sentenceCounts = 3...5

  private let scene: Scene
  private var stream: RandomStream

  init(scene: Scene, stream: RandomStream) {
    self.scene = scene
    self.stream = stream
  }

  /// Three to five sentences that go through the entities again and again, two or three in each.
  mutating func sentences() -> [String] {
    let order = stream.permutation(of: scene.entities.count)
    var next = 0
    return (0..<stream.integer(in: Self.sentenceCounts)).map { _ in
      let count = min(stream.integer(in: 2...3), order.count)
      let entities = (0..<count).map { scene.entities[order[(next + $0) % order.count]] }
      next += count
      return sentence(about: entities)
    }
  }

  private mutating func sentence(about entities: [Scene.Entity]) -> String {
    let first = mention(entities[0], startsSentence: true)
    guard entities.count > 1 else { return "\(first) in \(picturePhrase) ." }
    let second = mention(entities[1])
    guard entities.count > 2 else { return sentence(first, second, about: entities) }
    let third = mention(entities[2])
    if stream.isOnce(in: 3) { return "\(first) , \(second) and \(third) in \(picturePhrase) ." }
    let places = [1, 2].map { Self.place(of: entities[0].box, towards: entities[$0].box) }
    let secondPlace = places[0] == places[1] ? "" : places[1] + " "
    return "\(first) \(places[0]) \(second) and \(secondPlace)\(third) ."
  }

  private mutating func sentence(_ first: String, _ second: String, about entities: [Scene.Entity]) -> String
  {
    let place = Self.place(of: entities[0].box, towards: entities[1].box)
    let isApart = entities[0].box.commonArea(with: entities[1].box) == 0
    switch stream.nextIndex(below: 5) {
    case 0: return "\(first) and \(second) in front of \(backgroundPhrase) ."
    case 1 where isApart: return "\(first) \(place) \(second) with \(gapPhrase) between them ."
    default: return "\(first) \(place) \(second) ."
    }
  }

  // The three ways in which a phrase has no box: a scene, something that was not boxed, and nothing to be seen.
  private var backgroundPhrase: String { "[/EN#\(scene.backgroundNumber)/scene \(scene.background.name)]" }
  private var gapPhrase: String { "[/EN#\(scene.gapNumber)/other a gap]" }
  private var picturePhrase: String { "[/EN#0/notvisual the picture]" }

  private mutating func mention(_ entity: Scene.Entity, startsSentence: Bool = false) -> String {
    let phrase = phrase(for: entity)
    let text = startsSentence ? phrase.prefix(1).uppercased() + phrase.dropFirst() : phrase
    return "[/EN#\(entity.number)/\(entity.concept.category.rawValue) \(text)]"
  }

  private mutating func phrase(for entity: Scene.Entity) -> String {
    let concept = entity.concept
    if entity.isPair { return "\(concept.withIndefiniteArticle) and another one" }
    switch stream.nextIndex(below: 4) {
    case 0: return concept.name
    case 1: return concept.withIndefiniteArticle
    case 2: if let noun = unambiguousNoun(for: entity) { return "the \(noun)" }
    default: break
    }
    return concept.withDefiniteArticle
  }

  /// The head noun of the name, if it fits nothing else in the scene.
  private func unambiguousNoun(for entity: Scene.Entity) -> String? {
    guard let noun = entity.concept.headNoun else { return nil }
    let others = scene.entities.filter { $0.number != entity.number }
    return others.contains { $0.concept.isKnown(by: noun) } ? nil : noun
  }

  /// Where `box` is, seen from `other`; the larger distance between the centres decides.
  static func place(of box: PixelBox, towards other: PixelBox) -> String {
    let offset = box.doubledCenter &- other.doubledCenter
    if abs(offset.x) >= abs(offset.y) { return offset.x < 0 ? "to the left of" : "to the right of" }
    return offset.y < 0 ? "above" : "below"
  }
}
