/// The largest recalls that any model can have on a split.
///
/// Where the inputs of two images or captions are equal, so are their embeddings: a model cannot order them, and ties
/// count against it. And one order of the images must serve all captions of one text, whichever image each of them
/// belongs to.
package struct RetrievalCeiling: Codable, Equatable, Sendable {
  package let imageToText: RecallCeiling
  package let textToImage: RecallCeiling

  enum CodingKeys: String, CodingKey {
    case imageToText = "image_to_text"
    case textToImage = "text_to_image"
  }

  /// The mean over the folds of a protocol.
  ///
  /// - Parameters:
  ///   - images: `[I]`, equal numbers for images with equal inputs.
  ///   - captions: `[C]`, the same for captions.
  package init(_ rules: RetrievalProtocol, images: [Int], captions: [Int]) {
    let folds = rules.folds.map { fold in
      let images = Array(images[fold.images])
      let captions = fold.captions.map { captions[Int($0)] }
      return (
        CeilingSearch(queries: images, candidates: captions, matches: fold.matches.captionsOfImage).recalls,
        CeilingSearch(queries: captions, candidates: images, matches: fold.matches.imagesOfCaption).recalls
      )
    }
    imageToText = RecallCeiling(meanOf: folds.map(\.0))
    textToImage = RecallCeiling(meanOf: folds.map(\.1))
  }

  /// "image -> text R@1 0.0, R@5 40.0; text -> image R@1 20.0": those below 100; nil where there is none.
  package var text: String? {
    let parts = [("image -> text", imageToText), ("text -> image", textToImage)].compactMap { name, ceiling in
      ceiling.text.map { "\(name) \($0)" }
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  var json: String {
    OrderedJSON.object([
      (CodingKeys.imageToText.stringValue, imageToText.json),
      (CodingKeys.textToImage.stringValue, textToImage.json),
    ])
  }
}
