/// Neighbourhood-aware sampling for phrase localization: global batches of distinct photos, each with several of its
/// phrases and, for each of these, several of its regions, and with regions that none of them means.
///
/// Legend: B photos a batch, S phrases a visit, P regions a phrase, M negative regions a visit.
///
/// **The epoch rule.** A photo comes in as many visits as it takes to bring all its phrases, at most S a visit: in one,
/// where S is no limit. Every phrase stands in exactly one batch of an epoch. Visits are dealt as
/// `NeighborhoodSampler` deals captions: no photo twice in a batch, and batches whose sizes differ by at most one
/// photo. Phrases that share a region are kept in one visit where the limit allows.
///
/// **What a visit brings.** Its phrases; for each of them P of its positive regions, or all there are, among them one
/// that it shares with another phrase of the visit where there is one; and M regions of the photo that are negative
/// for all of them: the negatives from the same image. So a phrase has another of its regions as neighbour, a region
/// another of its phrases, and both terms of the neighbourhood constraint have their pairs in every batch.
///
/// A plan is a pure function of (seed, epoch, data); no number of ranks enters it.
/// Source of the idea: Wang et al., TPAMI 41(2), 2019, sections 3.2 and 4.3; the rule is ours.
package struct RegionPhraseSampler: BatchSampler {
  package let phrases: RegionPhrases
  /// P: the least positive regions of a phrase in a batch, where it has as many.
  package let regionsPerPhrase: Int
  /// M: the regions of a visit that are negative for all its phrases, where the photo has as many.
  package let negativeRegions: Int
  /// The phrases of each photo, `[I]` lists.
  let phrasesOfPhoto: PositionLists
  /// `[I + 1]`: the visits of photo p are numbered `visitStarts[p]..<visitStarts[p + 1]`.
  let visitStarts: [Int]
  private let visits: NeighborhoodSampler

  /// - Parameters:
  ///   - batchPhotos: B, 1 or more; fewer are taken where the data has fewer.
  ///   - phrasesPerPhoto: S; 0: no limit.
  ///   - regionsPerPhrase: P, 1 or more.
  ///   - negativeRegions: M, 0 or more.
  package init(
    phrases: RegionPhrases, batchPhotos: Int, phrasesPerPhoto: Int, regionsPerPhrase: Int,
    negativeRegions: Int, seed: UInt64
  ) {
    precondition(phrasesPerPhoto >= 0 && regionsPerPhrase >= 1 && negativeRegions >= 0)
    self.phrases = phrases
    self.regionsPerPhrase = regionsPerPhrase
    self.negativeRegions = negativeRegions
    phrasesOfPhoto = PositionLists(grouping: phrases.photos, groupCount: phrases.photoCount)
    var starts = [0]
    var photoOfVisit: [Int] = []
    for photo in 0..<phrasesOfPhoto.count {
      let count = phrasesOfPhoto.range(of: photo).count
      let limit = phrasesPerPhoto == 0 ? max(1, count) : phrasesPerPhoto
      photoOfVisit += [Int](repeating: photo, count: (count + limit - 1) / limit)
      starts.append(photoOfVisit.count)
    }
    visitStarts = starts
    visits = NeighborhoodSampler(
      links: Links(imageCount: phrases.photoCount, imageOfText: photoOfVisit), batchImages: batchPhotos,
      sentencesPerImage: 1, seed: seed)
  }

  /// B: as asked for, or the number of photos that have a phrase where there are fewer.
  package var batchPhotos: Int { visits.batchImages }

  package var batchesPerEpoch: ClosedRange<Int> { visits.batchesPerEpoch }

  package func batchCount(ofEpoch number: Int) -> Int { visits.batchCount(ofEpoch: number) }

  package func epoch(_ number: Int) -> RegionPhrasePlan {
    RegionPhrasePlan(sampler: self, visits: visits.epoch(number), seed: visits.seed)
  }
}
