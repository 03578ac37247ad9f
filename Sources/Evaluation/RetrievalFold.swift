// Shapes: I images and C captions of the split, E embedding dimensions.
import Tensor

/// Neighbouring images of a split with all their captions, which are scored apart from the rest.
package struct RetrievalFold {
  /// Their rows among the split's images.
  package let images: Range<Int>
  /// Their rows among the split's captions, ascending.
  package let captions: [Int32]
  /// Which belong together, both numbered from 0 within the fold.
  package let matches: RetrievalMatches

  /// The fold's rows of the split's `[I, E]`, as a view.
  package func images(of matrix: Matrix) -> Matrix { matrix.rows(images) }

  /// The fold's rows of the split's `[C, E]`: a view where they are neighbours, as they are where captions stand in the
  /// order of their images, else a copy.
  package func captions(of matrix: Matrix) -> Matrix {
    guard let first = captions.first, let last = captions.last else { return matrix.rows(0..<0) }
    let areNeighbours = Int(last - first) + 1 == captions.count
    return areNeighbours ? matrix.rows(Int(first)..<Int(last) + 1) : matrix.gathered(captions)
  }
}

extension RetrievalMatches {
  /// - Parameter captions: rows of the split's captions, ascending; all that belong to one of the images.
  func fold(images: Range<Int>, captions: [Int32]) -> RetrievalFold {
    let numbers = Dictionary(uniqueKeysWithValues: zip(captions, Int32(0)...))
    let matches = RetrievalMatches(
      captionsOfImage: { image in
        captionsOfImage(images.lowerBound + image).compactMap { numbers[$0] }[...]
      },
      imagesOfCaption: { caption in
        imagesOfCaption(Int(captions[caption])).filter { images.contains(Int($0)) }
          .map { $0 - Int32(images.lowerBound) }[...]
      })
    return RetrievalFold(images: images, captions: captions, matches: matches)
  }
}
