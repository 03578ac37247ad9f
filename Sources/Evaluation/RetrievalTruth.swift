/// What counts as a true match of a caption. Raw values are the names on the command line.
package enum RetrievalTruth: String, CaseIterable, Sendable {
  /// The image that the data set has it under.
  case own
  /// Every image that has a caption of the same text, as in training.
  case equalTexts = "equal-texts"
}
