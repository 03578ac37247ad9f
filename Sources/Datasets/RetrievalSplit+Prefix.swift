import Sampling

extension RetrievalSplit {
  /// The split's first images with their captions; the split itself where it has no more.
  package func prefix(images count: Int) -> RetrievalSplit {
    precondition(count >= 1, "the first \(count) images")
    return count < images.count ? RetrievalSplit(first: count, imagesOf: self) : self
  }

  private init(first count: Int, imagesOf whole: RetrievalSplit) {
    // An image's captions are in a row, and so are those of the first images.
    let captionCount = (0..<count).reduce(0) { $0 + whole.links.texts(of: $1).count }
    name = whole.name
    directory = whole.directory
    layout = whole.layout.prefix(images: count)
    images = whole.images.prefix(count)
    captions = Array(whole.captions.prefix(captionCount))
    imageIDs = Array(whole.imageIDs.prefix(count))
    captionVectors = whole.captionVectors?.prefix(captionCount)
    links = Links(
      imageCount: count, imagesOfText: (0..<captionCount).map { whole.links.images(of: $0).map(Int.init) })
  }
}

extension RowLayout {
  fileprivate func prefix(images count: Int) -> RowLayout {
    switch self {
    case .rowPerImage: self
    case .rowPerCaption(let starts): .rowPerCaption(imageStarts: Array(starts.prefix(count)))
    }
  }
}
