// Shapes: I images, C captions, E embedding dimensions.
import Tensor

/// How similar images are to captions: the products of their embeddings, fast or exact.
struct EmbeddingProducts {
  /// `[I, E]`.
  private let images: Matrix
  /// `[C, E]`.
  private let captions: Matrix

  init(images: Matrix, captions: Matrix) {
    self.images = images
    self.captions = captions
  }

  /// Those of some images with some captions in floats, into `[images, captions]`.
  func rounded(_ images: Range<Int>, _ captions: Range<Int>, into scores: Matrix) {
    multiply(.plain(self.images.rows(images)), .transposed(self.captions.rows(captions)), into: scores)
  }

  /// In doubles: equal embeddings have equal products.
  func exact(image: Int, caption: Int) -> Double {
    images.product(ofRow: image, with: captions.pointer + caption * captions.columns)
  }

  /// The limits of all images and captions: their true pairs are few.
  ///
  /// - Parameter error: of rounded products.
  func limits(_ matches: RetrievalMatches, error: Double) -> RetrievalLimits {
    var bestOfImage = [Double](repeating: -.infinity, count: images.rows)
    var bestOfCaption = [Double](repeating: -.infinity, count: captions.rows)
    for image in 0..<images.rows {
      for caption in matches.captionsOfImage(image) {
        let product = exact(image: image, caption: Int(caption))
        bestOfImage[image] = max(bestOfImage[image], product)
        bestOfCaption[Int(caption)] = max(bestOfCaption[Int(caption)], product)
      }
    }
    return RetrievalLimits(bestOfImage: bestOfImage, bestOfCaption: bestOfCaption, error: error)
  }

  /// How far a product in floats may be from the exact one, whatever the order of its sum.
  ///
  /// A sum of n products that are each rounded, or fused, errs by `n u / (1 - n u)` of the products' absolute sum at
  /// most, which is at most the two lengths' product. A blocked sum adds its parts to memory that is rounded, too.
  ///
  /// Source: Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, section 3.1.
  ///
  /// - Parameter lengths: the largest lengths of an image's and of a caption's embedding, multiplied.
  static func largestError(lengths: Double, dimensions: Int) -> Double {
    // Partial sums that overflow tell nothing.
    guard lengths < Double(Float.greatestFiniteMagnitude) / 2 else { return .infinity }
    let terms = Double(dimensions + 16)
    let rounding = terms * Double(Float.ulpOfOne) / 2
    // Below the normal numbers the error is absolute.
    return lengths * rounding / (1 - rounding) + terms * Double(Float.leastNormalMagnitude)
  }
}
