import Random

/// Neighbourhood-aware sampling for phrase localization: global batches of distinct photos, each with several of its
/// phrases and, for each of these, several of its regions, and with regions that none of them means.
///
/// Legend: B photos a batch, S phrases a photo, P regions a phrase, M negative regions a photo.
///
/// **What a photo brings.** Its anchor phrase and S - 1 other phrases of it, of which the first shares a region with
/// the anchor where one does; for each of these phrases P of its positive regions, or all there are, the anchor's
/// first one shared with that other phrase; and M regions of the photo that overlap none of these phrases' boxes: the
/// negatives from the same image. So a phrase has another of its regions as neighbour, a region another of its
/// phrases, and both terms of the neighbourhood constraint have their pairs in every batch.
///
/// **The epoch rule** is that of `NeighborhoodSampler`: every phrase is an anchor once an epoch, no photo stands twice
/// in a batch, batch sizes differ by at most one photo.
///
/// A plan is a pure function of (seed, epoch, data); no number of ranks enters it.
/// Source of the idea: Wang et al., TPAMI 41(2), 2019, sections 3.2 and 4.3; the rule is ours.
package struct RegionPhraseSampler: BatchSampler {
  package let phrases: RegionPhrases
  /// P: the least positive regions of a phrase in a batch, where it has as many.
  package let regionsPerPhrase: Int
  /// M: the regions of a photo in a batch that are negative for all its phrases there, where it has as many.
  package let negativeRegions: Int
  private let anchors: NeighborhoodSampler

  /// - Parameters:
  ///   - batchPhotos: B, 1 or more; fewer are taken where the data has fewer.
  ///   - phrasesPerPhoto: S, 1 or more.
  ///   - regionsPerPhrase: P, 1 or more.
  ///   - negativeRegions: M, 0 or more.
  package init(
    phrases: RegionPhrases, batchPhotos: Int, phrasesPerPhoto: Int, regionsPerPhrase: Int,
    negativeRegions: Int, seed: UInt64
  ) {
    precondition(regionsPerPhrase >= 1 && negativeRegions >= 0)
    self.phrases = phrases
    self.regionsPerPhrase = regionsPerPhrase
    self.negativeRegions = negativeRegions
    anchors = NeighborhoodSampler(
      links: Links(imageCount: phrases.photoCount, imageOfText: phrases.photos.map(Int.init)),
      batchImages: batchPhotos, sentencesPerImage: phrasesPerPhoto, related: phrases.related, seed: seed)
  }

  /// B: as asked for, or the number of photos that have a phrase where there are fewer.
  package var batchPhotos: Int { anchors.batchImages }

  package var batchesPerEpoch: ClosedRange<Int> { anchors.batchesPerEpoch }

  package func batchCount(ofEpoch number: Int) -> Int { anchors.batchCount(ofEpoch: number) }

  package func epoch(_ number: Int) -> RegionPhrasePlan {
    RegionPhrasePlan(sampler: self, anchors: anchors.epoch(number), seed: anchors.seed)
  }
}

/// The batches of one epoch of a `RegionPhraseSampler`.
package struct RegionPhrasePlan: EpochBatches {
  private let sampler: RegionPhraseSampler
  private let anchors: EpochPlan
  private let seed: UInt64

  init(sampler: RegionPhraseSampler, anchors: EpochPlan, seed: UInt64) {
    self.sampler = sampler
    self.anchors = anchors
    self.seed = seed
  }

  package var batchCount: Int { anchors.batchCount }

  /// The phrases of a batch as numbers of `RegionPhrases`, photo by photo, the anchor first: what the batch's text
  /// rows stand for.
  package func phrases(ofBatch index: Int) -> [[Int32]] {
    let photos = anchors.batch(index)
    return photos.images.indices.map { Array(photos.texts[photos.texts(ofNeighborhood: $0)]) }
  }

  package func batch(_ index: Int) -> GlobalBatch {
    var (regions, texts): ([Int32], [Int32]) = ([], [])
    var (regionStarts, textStarts) = ([0], [0])
    for phrases in phrases(ofBatch: index) {
      regions += self.regions(ofPhrases: phrases)
      texts += phrases.map { sampler.phrases.texts[Int($0)] }
      regionStarts.append(regions.count)
      textStarts.append(texts.count)
    }
    return GlobalBatch(images: regions, imageStarts: regionStarts, texts: texts, textStarts: textStarts)
  }

  /// Positive regions of each phrase, none twice, and behind them the negative ones.
  private func regions(ofPhrases phrases: [Int32]) -> [Int32] {
    let data = sampler.phrases
    var choice = RandomStream(
      seed: seed, purpose: .regionChoice, time: anchors.number, index: Int(phrases[0]))
    var chosen: [Int32] = []
    if phrases.count > 1 {
      let shared = Set(data.positives[Int(phrases[1])])
      chosen += draw(1, of: data.positives[Int(phrases[0])].filter(shared.contains), from: &choice)
    }
    for phrase in phrases {
      let own = data.positives[Int(phrase)]
      let missing = sampler.regionsPerPhrase - chosen.count(where: own.contains)
      chosen += draw(missing, of: own.filter { !chosen.contains($0) }, from: &choice)
    }
    return chosen + negatives(ofPhrases: phrases)
  }

  private func negatives(ofPhrases phrases: [Int32]) -> [Int32] {
    guard sampler.negativeRegions > 0 else { return [] }
    let data = sampler.phrases
    var taken = Set<Int32>()
    for phrase in phrases {
      taken.formUnion(data.positives[Int(phrase)])
      taken.formUnion(data.ambiguous[Int(phrase)])
    }
    var choice = RandomStream(
      seed: seed, purpose: .negativeRegionChoice, time: anchors.number, index: Int(phrases[0]))
    let photo = Int(data.photos[Int(phrases[0])])
    return draw(
      sampler.negativeRegions, of: data.regionsOfPhoto[photo].filter { !taken.contains($0) }, from: &choice)
  }

  /// So many of some rows without replacement, or all there are, in a random order.
  private func draw(_ wanted: Int, of rows: [Int32], from stream: inout RandomStream) -> [Int32] {
    var rows = rows
    let count = min(max(0, wanted), rows.count)
    for taken in 0..<count {
      rows.swapAt(taken, taken + stream.nextIndex(below: rows.count - taken))
    }
    return Array(rows.prefix(count))
  }
}
