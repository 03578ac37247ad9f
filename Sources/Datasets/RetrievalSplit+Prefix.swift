import Sampling

extension RetrievalSplit {
  /// The split's first images with their captions; the split itself where it has no more.
  package func prefix(images count: Int) -> RetrievalSplit {
    precondition(count >= 1, "the first \(count) images")
    return count < images.count ? RetrievalSplit(first: count, imagesOf: self) : self
  }

  private init(first count: Int, imagesOf whole: RetrievalSplit) {
    name = whole.name
    directory = whole.directory
    layout = whole.layout.prefix(images: count)
    images = whole.images.prefix(count)
    captions = Array(whole.captions.prefix(layout.captionCount))
    imageIDs = Array(whole.imageIDs.prefix(count))
    captionVectors = whole.captionVectors?.prefix(layout.captionCount)
    links = Links(layout)
    notes = whole.notes
  }
}
