/// One phrase of one sentence, with the box it names.
package struct PhraseOccurrence: Equatable, Sendable {
  /// Row in the split's list of images.
  package let image: Int32
  /// Row of the distinct texts.
  package let text: Int32
  /// The ground truth: the smallest box that holds all boxes of the phrase's entity.
  package let box: Box
  /// Rows of the split's categories; most phrases have one.
  package let categories: [UInt8]
}
