/// The part of a global batch that one rank computes, as positions in the global batch.
package struct BatchSlice: Equatable, Sendable {
  package let images: Range<Int>
  /// All texts of those images, and no others.
  package let texts: Range<Int>

  package init(images: Range<Int>, texts: Range<Int>) {
    self.images = images
    self.texts = texts
  }
}
