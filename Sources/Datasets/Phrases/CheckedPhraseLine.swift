/// A line of the plain form whose image is known and whose boxes were held against it.
struct CheckedPhraseLine: Equatable {
  let image: Int
  /// Normalized; never empty.
  let text: String
  /// The same with its punctuation.
  let spelling: String
  let types: [String]
  let boxes: EntityBoxes
}
