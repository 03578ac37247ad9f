import Datasets
import Evaluation
import MPI
import Sampling
import Tensor
import TwoBranch

extension LocalizationReport {
  /// Scores every phrase of a split with the regions of its photo; each rank some photos. On all ranks but 0, nil. A
  /// collective.
  ///
  /// - Parameters:
  ///   - rows: of the split, as the network reads them.
  ///   - head: of the similarity network; nil: the embedding network.
  ///   - dealing: of the photos to the ranks, whose regions are embedded block by block; nil: a block for each.
  ///   - firstPhotos: score only so many; nil: all.
  package static func evaluate(
    _ split: LocalizationSplit, rows: EncodedSplit, with embedder: Embedder, head: SimilarityHead?,
    world: World, dealing: BlockDealing? = nil, firstPhotos: Int? = nil
  ) throws -> LocalizationReport? {
    let annotations = split.annotations
    let photoCount = firstPhotos ?? annotations.imageIDs.count
    let dealing = dealing ?? BlockDealing(ranks: world.size)
    let own = dealing.blocks(ofRank: world.rank, count: photoCount)
    var tally = LocalizationTally(
      categories: annotations.categories,
      candidateLimit: (0..<photoCount).map { split.regions(ofImage: $0).count }.max() ?? 0)
    try world.together {
      try head?.checkFinite()
      let scorer = PhotoScorer(split, rows: rows, embedder: embedder, head: head)
      for block in own {
        try scorer.forEach(block) { photo in
          try tally.add(
            image: annotations.imageIDs[photo.number], phrases: split.phrases(of: photo),
            scores: photo.scores)
        }
      }
    }
    var counts = tally.numbers.map(Double.init)
    try world.communicator.allReduce(&counts)
    tally.numbers = counts.map { Int($0) }
    var report: LocalizationReport?
    try world.onRoot {
      let leftOut = annotations.leftOut
      report = try tally.report(
        leftOut: firstPhotos == nil ? LocalizationLeftOut(leftOut) : nil, reasons: leftOut.summary)
    }
    return report
  }
}

extension LocalizationLeftOut {
  fileprivate init(_ leftOut: LeftOut) {
    self.init(photos: leftOut.photos, lines: leftOut.lines, phrases: leftOut.phrases)
  }
}

extension LocalizationSplit {
  /// Every phrase of a photo, with the overlaps of its box with the photo's regions.
  func phrases(of photo: PhotoScorer.Photo) -> [LocalizationPhrase] {
    annotations.occurrences(ofImage: photo.number).map { occurrence in
      LocalizationPhrase(
        text: annotations.texts[Int(occurrence.text)],
        row: photo.texts.firstIndex(of: occurrence.text) ?? 0,
        overlaps: photo.regions.map { boxes[Int($0)].overlap(with: occurrence.box) },
        categories: occurrence.categories.map { Int($0) })
    }
  }
}
