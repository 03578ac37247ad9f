import Failures

/// Which captions truly belong to which images, as row numbers of their embeddings, asked in either direction.
package struct RetrievalMatches {
  /// The captions of an image, ascending.
  package let captionsOfImage: (_ image: Int) -> ArraySlice<Int32>
  /// The images of a caption, ascending.
  package let imagesOfCaption: (_ caption: Int) -> ArraySlice<Int32>

  /// Any relation, many to many; the two closures must tell the same one.
  package init(
    captionsOfImage: @escaping (Int) -> ArraySlice<Int32>,
    imagesOfCaption: @escaping (Int) -> ArraySlice<Int32>
  ) {
    self.captionsOfImage = captionsOfImage
    self.imagesOfCaption = imagesOfCaption
  }

  /// The usual layout: caption j belongs to image `imageOfCaption[j]`.
  package init(imageCount: Int, imageOfCaption: [Int]) {
    var captions = [[Int32]](repeating: [], count: imageCount)
    for (caption, image) in imageOfCaption.enumerated() { captions[image].append(Int32(caption)) }
    self.init(
      captionsOfImage: { [captions] in captions[$0][...] },
      imagesOfCaption: { [Int32(imageOfCaption[$0])] })
  }

  /// - Throws: `Failure(.badData)` when there is nothing to score, or an image or a caption belongs to nothing.
  package func requireSome(images: Int, captions: Int) throws {
    guard images > 0, captions > 0 else {
      throw Failure(.badData, "\(images) images and \(captions) captions", expected: "at least one of each")
    }
    if let image = (0..<images).first(where: { captionsOfImage($0).isEmpty }) {
      throw Failure(.badData, "image \(image) has no caption, so that nothing can be found for it")
    }
    if let caption = (0..<captions).first(where: { imagesOfCaption($0).isEmpty }) {
      throw Failure(.badData, "caption \(caption) has no image, so that nothing can be found for it")
    }
  }
}
