// Shapes: I images, C captions.
import CKernels
import Tensor

/// The ranks of both directions, counted in one pass over tiles of scores that are not kept: 5,000 images with 25,000
/// captions have more scores than fit in memory.
///
/// The rank of a query's best true match is 1 plus the number of other candidates that are at least as good: ties count
/// against the model, so that one which maps everything to one point finds nothing. The tallies of parts of the images
/// add up to those of all.
package struct RetrievalTally {
  private let matches: RetrievalMatches
  private let limits: RetrievalLimits
  /// `[I]` and `[C]`: others found so far that are at least as good as the best true match.
  private var aheadOfImages, aheadOfCaptions: [Int32]
  /// Places of a row whose scores are in doubt.
  private var doubtful: [Int32]

  /// - Parameter limits: of all images that will be counted, and of all captions.
  package init(matches: RetrievalMatches, limits: RetrievalLimits) {
    self.matches = matches
    self.limits = limits
    aheadOfImages = [Int32](repeating: 0, count: limits.ofImages.exact.count)
    aheadOfCaptions = [Int32](repeating: 0, count: limits.ofCaptions.exact.count)
    doubtful = aheadOfCaptions
  }

  /// Counts some images with some captions; each pair must come once only.
  ///
  /// - Parameters:
  ///   - scores: `[images, captions]`, with the error that the limits allow for; those of true pairs are overwritten.
  ///   - exact: the score without error of an image with a caption, asked for where the error leaves doubt.
  package mutating func add(
    images: Range<Int>, captions: Range<Int>, scores: Matrix, exact: (_ image: Int, _ caption: Int) -> Double
  ) {
    precondition(scores.rows == images.count && scores.columns == captions.count)
    precondition(images.upperBound <= aheadOfImages.count && captions.upperBound <= aheadOfCaptions.count)
    withExtendedLifetime(scores) {
      for image in images {
        let row = scores.pointer + (image - images.lowerBound) * captions.count
        // A true match is in nobody's way, in either direction.
        for caption in matches.captionsOfImage(image) where captions.contains(Int(caption)) {
          row[Int(caption) - captions.lowerBound] = -.infinity
        }
        for place in 0..<count(row, of: image, captions) {
          let column = Int(doubtful[place])
          let caption = captions.lowerBound + column
          if row[column] == -.infinity && isMatch(image, caption) { continue }
          settle(image, caption, score: row[column], exact: exact(image, caption))
        }
      }
    }
  }

  /// Counts scores that are compared as they are.
  ///
  /// - Parameter scores: `[images, captions]`, finite; those of true pairs are overwritten.
  package mutating func add(images: Range<Int>, captions: Range<Int>, scores: Matrix) {
    add(images: images, captions: captions, scores: scores) { image, caption in
      preconditionFailure("image \(image), caption \(caption): no number, or limits that allow for an error")
    }
  }

  private func isMatch(_ image: Int, _ caption: Int) -> Bool {
    matches.captionsOfImage(image).contains(Int32(caption))
  }

  /// Counts what is sure.
  ///
  /// - Returns: how many places stand in `doubtful`.
  // Never inlined: Swift 6.3.1 may take what an array was before `withUnsafeMutableBufferPointer` for what it is after.
  @inline(never)
  private mutating func count(_ row: UnsafePointer<Float>, of image: Int, _ captions: Range<Int>) -> Int {
    let (own, others) = (limits.ofImages, limits.ofCaptions)
    let first = captions.lowerBound
    let found = aheadOfCaptions.withUnsafeMutableBufferPointer { counts in
      doubtful.withUnsafeMutableBufferPointer { places -> tbn_row_count in
        guard let counts = counts.baseAddress, let places = places.baseAddress else {
          return tbn_row_count(ahead: 0, in_doubt: 0)
        }
        return tbn_count_row(
          row, captions.count, own.low.pointer[image], own.high.pointer[image], others.low.pointer + first,
          others.high.pointer + first, counts + first, places)
      }
    }
    aheadOfImages[image] += Int32(found.ahead)
    return found.in_doubt
  }

  private mutating func settle(_ image: Int, _ caption: Int, score: Float, exact: Double) {
    if limits.ofImages.leaveInDoubt(score, of: image), exact >= limits.ofImages.exact[image] {
      aheadOfImages[image] += 1
    }
    if limits.ofCaptions.leaveInDoubt(score, of: caption), exact >= limits.ofCaptions.exact[caption] {
      aheadOfCaptions[caption] += 1
    }
  }

  /// All counts, for the sum over the parts.
  package var counts: [Int] {
    get { (aheadOfImages + aheadOfCaptions).map { Int($0) } }
    set {
      precondition(newValue.count == aheadOfImages.count + aheadOfCaptions.count)
      let numbers = newValue.map { Int32($0) }
      aheadOfCaptions = Array(numbers.dropFirst(aheadOfImages.count))
      aheadOfImages = Array(numbers.prefix(aheadOfImages.count))
    }
  }

  /// Of all images and captions, once every pair was counted.
  package var ranks: RetrievalRanks {
    RetrievalRanks(
      imageToText: aheadOfImages.map { 1 + Int($0) }, textToImage: aheadOfCaptions.map { 1 + Int($0) })
  }
}
