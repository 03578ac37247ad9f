/// A phrase of a sentence and the entity of the photo that it names: `[/EN#28094/people the boy]`.
struct TaggedPhrase: Equatable, Sendable {
  /// 0 for what is not visual.
  let entity: Int
  /// "people", or several for one phrase.
  let types: [String]
  /// Normalized; never empty.
  let text: String

  var isVisual: Bool { entity != 0 && !types.contains("notvisual") }
}
