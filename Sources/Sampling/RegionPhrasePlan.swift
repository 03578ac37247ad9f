import Random

/// The batches of one epoch of a `RegionPhraseSampler`.
package struct RegionPhrasePlan: EpochBatches {
  private let sampler: RegionPhraseSampler
  private let visits: EpochPlan
  private let seed: UInt64

  init(sampler: RegionPhraseSampler, visits: EpochPlan, seed: UInt64) {
    self.sampler = sampler
    self.visits = visits
    self.seed = seed
  }

  package var batchCount: Int { visits.batchCount }

  /// The phrases of a batch as numbers of `RegionPhrases`, visit by visit: what the batch's text rows stand for.
  package func phrases(ofBatch index: Int) -> [[Int32]] {
    let batch = visits.batch(index)
    return zip(batch.images, batch.texts).map { photo, visit in
      phrases(photo: Int(photo), visit: Int(visit) - sampler.visitStarts[Int(photo)])
    }
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

  /// The phrases of one of a photo's visits; those of all its visits are all its phrases.
  private func phrases(photo: Int, visit: Int) -> [Int32] {
    let all = sampler.phrasesOfPhoto[photo]
    let visitCount = sampler.visitStarts[photo + 1] - sampler.visitStarts[photo]
    guard visitCount > 1 else { return Array(all) }
    let order = chain(Array(all), photo: photo)
    return Array(order[all.count * visit / visitCount..<all.count * (visit + 1) / visitCount])
  }

  /// The phrases of a photo in a random order in which each is followed by one that shares a region with it, where
  /// such a one is left.
  private func chain(_ phrases: [Int32], photo: Int) -> [Int32] {
    var stream = RandomStream(seed: seed, purpose: .captionOrder, time: visits.number, index: photo)
    var left = stream.permutation(of: phrases.count).map { phrases[$0] }
    var order: [Int32] = []
    while !left.isEmpty {
      let related = order.last.map { sampler.phrases.related[Int($0)] } ?? []
      order.append(left.remove(at: left.firstIndex(where: related.contains) ?? 0))
    }
    return order
  }

  /// Positive regions of each phrase, none twice, and behind them the negative ones.
  private func regions(ofPhrases phrases: [Int32]) -> [Int32] {
    let data = sampler.phrases
    var choice = RandomStream(
      seed: seed, purpose: .regionChoice, time: visits.number, index: Int(phrases[0]))
    var chosen: [Int32] = []
    for phrase in phrases {
      let own = data.positives[Int(phrase)]
      let others = data.related[Int(phrase)].filter(phrases.contains)
      let shared = Set(others.flatMap { data.positives[Int($0)] }).intersection(own)
      if !shared.isEmpty, !chosen.contains(where: shared.contains) {
        chosen += draw(1, of: shared.sorted(), from: &choice)
      }
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
      seed: seed, purpose: .negativeRegionChoice, time: visits.number, index: Int(phrases[0]))
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
