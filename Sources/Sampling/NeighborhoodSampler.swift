import Random

/// Neighbourhood-aware sampling: global batches of distinct images, each with several of its texts, so that the
/// neighbourhood terms of the loss find two texts of an image in one batch.
///
/// Legend: B images a batch, S texts an image, A anchors (texts that have an image), T batches an epoch.
///
/// **The epoch rule.** Every text that has an image is an anchor once an epoch. An epoch has
/// T = max(ceil(A / B), the largest number of anchors of one image) batches, and each has floor(A / T) or
/// ceil(A / T) anchors, each of another image. So no caption is lost or doubled, no image stands twice in a
/// batch, and no runt ends the epoch: batch normalisation over two left-over images would be ruinous. T exceeds
/// ceil(A / B), and batches are smaller than B, only where an image has more anchors than there would be batches.
///
/// Beside its anchor each image brings S - 1 of its other texts, drawn without replacement, or all where it has
/// fewer. A text with several images is an anchor for one of them, drawn anew each epoch.
///
/// The plan of an epoch is a pure function of (seed, epoch, links): no number of ranks enters it, and epochs may
/// be asked for in any order. Source of the idea: Wang et al., TPAMI 41(2), 2019, section 3.2; the rule is ours.
package struct NeighborhoodSampler: BatchSampler {
  package let links: Links
  /// B: as asked for, or the number of images that have a text where there are fewer.
  package let batchImages: Int
  /// S: the largest number of texts of an image in a batch, the anchor among them.
  package let sentencesPerImage: Int
  package let seed: UInt64
  /// A: the texts that have an image. A text without one is never drawn.
  package let anchorCount: Int
  /// The least and the most batches an epoch can have: T does not vary unless a text has several images and one
  /// image could get more anchors than ceil(A / B). For one epoch's own T see `batchCount(ofEpoch:)`.
  package let batchesPerEpoch: ClosedRange<Int>

  /// - Parameters:
  ///   - links: Which texts belong to which images; at least one pair.
  ///   - batchImages: The images of a global batch, 1 or more; fewer are taken where the data has fewer.
  ///   - sentencesPerImage: The texts of an image in a batch, 1 or more.
  ///   - seed: The seed of all draws.
  package init(links: Links, batchImages: Int, sentencesPerImage: Int, seed: UInt64) {
    precondition(batchImages >= 1, "\(batchImages) images in a batch")
    precondition(sentencesPerImage >= 1, "\(sentencesPerImage) sentences of an image in a batch")
    precondition(links.linkCount >= 1, "no text belongs to an image")
    self.links = links
    self.sentencesPerImage = sentencesPerImage
    self.seed = seed
    let degrees = (0..<links.imageCount).map { links.texts(of: $0).count }
    self.batchImages = min(batchImages, degrees.count { $0 > 0 })
    let texts = (0..<links.textCount).filter { !links.images(of: $0).isEmpty }
    anchorCount = texts.count
    var sureAnchors = [Int](repeating: 0, count: links.imageCount)
    for text in texts where links.images(of: text).count == 1 {
      for image in links.images(of: text) { sureAnchors[Int(image)] += 1 }
    }
    let full = Self.quotientRoundedUp(texts.count, self.batchImages)
    batchesPerEpoch = max(full, sureAnchors.max() ?? 0)...max(full, degrees.max() ?? 0)
  }

  /// T of one epoch, without planning it.
  package func batchCount(ofEpoch number: Int) -> Int {
    if batchesPerEpoch.lowerBound == batchesPerEpoch.upperBound { return batchesPerEpoch.lowerBound }
    return batchCount(of: AnchorRow.anchorImages(links: links, seed: seed, epoch: number))
  }

  /// The plan of an epoch; numbers count from 0.
  package func epoch(_ number: Int) -> EpochPlan {
    let anchorImages = AnchorRow.anchorImages(links: links, seed: seed, epoch: number)
    let row = AnchorRow(anchorImages: anchorImages, imageCount: links.imageCount, seed: seed, epoch: number)
    return EpochPlan(sampler: self, number: number, row: row, batchCount: batchCount(of: anchorImages))
  }

  private func batchCount(of anchorImages: [Int32]) -> Int {
    var anchors = [Int](repeating: 0, count: links.imageCount)
    for image in anchorImages where image != AnchorRow.noImage { anchors[Int(image)] += 1 }
    return max(Self.quotientRoundedUp(anchorCount, batchImages), anchors.max() ?? 0)
  }

  private static func quotientRoundedUp(_ dividend: Int, _ divisor: Int) -> Int {
    (dividend + divisor - 1) / divisor
  }
}
