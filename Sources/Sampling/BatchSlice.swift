/// The part of a global batch that one rank computes, as positions in the global batch.
package struct BatchSlice: Equatable, Sendable {
  package let images: Range<Int>
  /// The texts of the same neighbourhoods.
  package let texts: Range<Int>

  package init(images: Range<Int>, texts: Range<Int>) {
    self.images = images
    self.texts = texts
  }
}
