import Random

/// All anchors of an epoch in one row: images in a random order, the anchors of an image side by side in a random
/// order.
package struct AnchorRow: Sendable {
  /// Marks a text that belongs to no image, and so is no anchor.
  package static let noImage: Int32 = -1

  /// The anchor texts, `[A]`, and the image each is an anchor for, `[A]`; equal images stand side by side.
  package private(set) var texts: [Int32] = []
  package private(set) var images: [Int32] = []

  /// - Parameter anchorImages: For each text of the data its anchor image, or `noImage`.
  package init(anchorImages: [Int32], imageCount: Int, seed: UInt64, epoch: Int) {
    let anchors = PositionLists(grouping: anchorImages, groupCount: imageCount)
    texts.reserveCapacity(anchors.pairCount)
    images.reserveCapacity(anchors.pairCount)
    var order = RandomStream(seed: seed, purpose: .imageOrder, time: epoch)
    for image in order.permutation(of: imageCount) {
      let range = anchors.range(of: image)
      var captionOrder = RandomStream(seed: seed, purpose: .captionOrder, time: epoch, index: image)
      for offset in captionOrder.permutation(of: range.count) {
        texts.append(anchors.positions[range.lowerBound + offset])
        images.append(Int32(image))
      }
    }
  }

  /// For each text the image it is an anchor for in this epoch: one of its images, each as likely as the others.
  package static func anchorImages(links: Links, seed: UInt64, epoch: Int) -> [Int32] {
    (0..<links.textCount).map { text in
      let images = links.images(of: text)
      guard let first = images.first else { return noImage }
      guard images.count > 1 else { return first }
      var choice = RandomStream(seed: seed, purpose: .anchorImageChoice, time: epoch, index: text)
      return images[images.startIndex + choice.nextIndex(below: images.count)]
    }
  }

  /// Deals the row to `batchCount` batches: for each position of the row its batch, `[A]`.
  ///
  /// The row is cut into laps of T positions, and a lap gives each batch one anchor; a partial last lap gives some
  /// batches one. No batch twice for an image; none may have more anchors than `batchCount`. All batches are alike
  /// in this: renaming them changes no probability, so their order needs no shuffle of its own.
  package func dealt(to batchCount: Int, seed: UInt64, epoch: Int) -> [Int32] {
    var batches: [Int32] = []
    batches.reserveCapacity(images.count)
    var lap = 0
    while batches.count < images.count {
      var stream = RandomStream(seed: seed, purpose: .batchAssignment, time: epoch, index: lap)
      let left = images.count - batches.count
      batches += nextLap(after: batches, batchCount: batchCount, from: &stream).prefix(left)
      lap += 1
    }
    return batches
  }

  /// One lap: all batches in a random order, but such that an image whose anchors began in the lap before meets
  /// none of the batches it already has.
  private func nextLap(after batches: [Int32], batchCount: Int, from stream: inout RandomStream) -> [Int32] {
    let start = batches.count
    let behind = start == 0 ? 0 : run(of: images[start - 1], in: images[..<start].reversed())
    let ahead = behind == 0 ? 0 : run(of: images[start - 1], in: images[start...])
    guard ahead > 0 else { return stream.permutation(of: batchCount).map { Int32($0) } }
    precondition(behind + ahead <= batchCount, "an image has more anchors than there are batches")
    let met = batches.suffix(behind)
    var isMet = [Bool](repeating: false, count: batchCount)
    for batch in met { isMet[Int(batch)] = true }
    let unmet = (0..<Int32(batchCount)).filter { !isMet[Int($0)] }
    let drawn = stream.permutation(of: unmet.count).map { unmet[$0] }
    // The rest is shuffled anew: in the order drawn, the batches already met would stand together.
    let rest = drawn.dropFirst(ahead) + met
    return drawn.prefix(ahead) + stream.permutation(of: rest.count).map { rest[rest.startIndex + $0] }
  }

  /// How many elements from the first on are `image`.
  private func run(of image: Int32, in images: some Sequence<Int32>) -> Int {
    var length = 0
    for other in images {
      guard other == image else { break }
      length += 1
    }
    return length
  }
}
