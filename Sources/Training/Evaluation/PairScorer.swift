// Shapes: I images, C captions, E embedding dimensions.
import Evaluation
import Failures
import Tensor
import TwoBranch

/// Ranks some images of a fold against all its captions by the similarity network, which scores every pair.
///
/// The score of a pair depends in its last bits on the captions that it is scored with, by more than the tie rule allows
/// for where scores are large. So all scores of a caption, that of its best true image and those of all other images, come
/// from calls with the same captions around it.
struct PairScorer {
  private let head: SimilarityHead
  private let fold: RetrievalFold
  /// `[I, E]` and `[C, E]`, of the fold.
  private let embeddings: Sides<Matrix>
  private let own: Range<Int>
  /// Scores of own images with their true captions, and with those around them, that need not be made again.
  private var kept: [Place: Matrix] = [:]
  private var bestOfImage: [Double]

  /// An image and a run of captions.
  private struct Place: Hashable {
    let image: Int
    let chunk: Int
  }

  /// Captions scored with an image by one call.
  static let chunk = 1024
  /// Runs of scores kept at most, 64 MB: an image whose captions are scattered has many.
  private static let keptLimit = 16_384

  /// - Parameters:
  ///   - embeddings: `[I, E]` and `[C, E]`, of the whole split.
  ///   - own: the images to be ranked, by their numbers within the fold.
  init(head: SimilarityHead, _ embeddings: Sides<Matrix>, fold: RetrievalFold, own: Range<Int>) {
    self.head = head
    self.fold = fold
    self.embeddings = Sides(
      image: fold.images(of: embeddings.image), text: fold.captions(of: embeddings.text))
    self.own = own
    bestOfImage = [Double](repeating: -.infinity, count: fold.images.count)
  }

  /// Calls to the head that rank so many images.
  static func callCount(images: Int, captions: Int) -> Int { images * ((captions + chunk - 1) / chunk) }

  /// The score of each caption with the best of its true images among the own ones, `[C]`; minus infinity where it has
  /// none there. It must be known of all images before any can be said to be nearer.
  ///
  /// - Throws: `Failure(.software)` that names the pair whose score is NaN or an infinity.
  mutating func bestOfCaptions(_ progress: inout ScoringProgress) throws -> [Double] {
    var best = [Double](repeating: -.infinity, count: embeddings.text.rows)
    for image in own {
      let captions = fold.matches.captionsOfImage(image).map { Int($0) }
      for chunk in Set(captions.map { $0 / Self.chunk }).sorted() {
        let range = captionRange(chunk)
        let scores = try score(image, range)
        for caption in captions where range.contains(caption) {
          let score = Double(scores[0, caption - range.lowerBound])
          bestOfImage[image] = max(bestOfImage[image], score)
          best[caption] = max(best[caption], score)
        }
        guard kept.count < Self.keptLimit else { continue }
        kept[Place(image: image, chunk: chunk)] = scores
        progress.advance()
      }
    }
    return best
  }

  /// Counts the own images.
  ///
  /// - Parameter bestOfCaption: `[C]`, the largest of `bestOfCaptions` over all parts of the fold.
  /// - Throws: `Failure(.software)` that names the pair whose score is NaN or an infinity.
  mutating func tally(bestOfCaption: [Double], _ progress: inout ScoringProgress) throws -> RetrievalTally {
    var tally = RetrievalTally(
      matches: fold.matches,
      limits: RetrievalLimits(bestOfImage: bestOfImage, bestOfCaption: bestOfCaption))
    let chunkCount = Self.callCount(images: 1, captions: embeddings.text.rows)
    for image in own {
      for chunk in 0..<chunkCount {
        let range = captionRange(chunk)
        let known = kept.removeValue(forKey: Place(image: image, chunk: chunk))
        if known == nil { progress.advance() }
        tally.add(images: image..<image + 1, captions: range, scores: try known ?? score(image, range))
      }
    }
    return tally
  }

  private func captionRange(_ chunk: Int) -> Range<Int> {
    chunk * Self.chunk..<min((chunk + 1) * Self.chunk, embeddings.text.rows)
  }

  /// `[1, captions]`.
  private func score(_ image: Int, _ captions: Range<Int>) throws -> Matrix {
    let scores = Matrix(rows: 1, columns: captions.count)
    head.score(
      embeddings.image.rows(image..<image + 1), with: embeddings.text.rows(captions), into: scores)
    try withExtendedLifetime(scores) {
      guard let place = scores.elements.firstIndex(where: { !$0.isFinite }) else { return }
      let caption = fold.captions[captions.lowerBound + place]
      throw Failure(
        .software,
        "the score of image \(fold.images.lowerBound + image) with caption \(caption) is \(scores[0, place])",
        expected: "a finite number")
    }
    return scores
  }
}
