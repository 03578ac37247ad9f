/// Where the negatives of an item of a global batch are taken from.
package enum NegativeScope: String, CaseIterable, Sendable {
  /// From the whole batch alike.
  case batch
  /// From its own neighbourhood, a photo with its regions and phrases, and from the rest of the batch only what is
  /// then missing: in phrase localization a phrase must be told from its own photo's other regions.
  case neighborhoodFirst = "neighborhood-first"
}
