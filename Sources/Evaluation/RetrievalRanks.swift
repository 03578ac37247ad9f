/// The rank, from 1, of the best true match of every query: 1 means found first.
package struct RetrievalRanks: Equatable, Sendable {
  /// For each image the rank of its best caption among all captions.
  package let imageToText: [Int]
  /// For each caption the rank of its best image among all images.
  package let textToImage: [Int]

  package init(imageToText: [Int], textToImage: [Int]) {
    self.imageToText = imageToText
    self.textToImage = textToImage
  }
}
