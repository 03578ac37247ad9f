/// The categories of phrases that Flickr30K Entities has.
enum PhraseCategory: String, CaseIterable, Sendable {
  case people
  case clothing
  case bodyparts
  case animals
  case vehicles
  case instruments
  case scene
  case other

  /// The category of the characters with `label` in CLDR.
  init(_ label: CharacterLabels.Label) {
    switch label.subgroup {
    case "cat-face", "monkey-face": self = .animals
    case "body": self = .bodyparts
    case "clothing": self = .clothing
    case "family": self = .people
    case "musical-instrument": self = .instruments
    case let subgroup where subgroup.hasPrefix("face-") || subgroup.hasPrefix("person"): self = .people
    case let subgroup where subgroup.hasPrefix("animal-"): self = .animals
    case "transport-ground", "transport-water", "transport-air": self = .vehicles
    case let subgroup where subgroup.hasPrefix("place-"): self = .scene
    default: self = .other
    }
  }
}
