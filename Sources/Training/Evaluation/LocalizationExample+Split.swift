import Datasets
import Evaluation
import Foundation
import Pages
import TwoBranch

extension LocalizationExample {
  /// Phrases shown of a photo.
  private static let phraseLimit = 5

  /// Photos spaced evenly through a split, each with its first phrases and their best regions.
  ///
  /// - Parameters:
  ///   - rows: of the split, as the network reads them.
  ///   - head: of the similarity network; nil: the embedding network.
  ///   - pictures: directory with `{id}.jpg` or `{id}.png`; nil: none are shown.
  package static func samples(
    of split: LocalizationSplit, rows: EncodedSplit, with embedder: Embedder, head: SimilarityHead?,
    pictures: String?
  ) throws -> [LocalizationExample] {
    let annotations = split.annotations
    let photos = annotations.imageIDs.indices.filter { !annotations.occurrences(ofImage: $0).isEmpty }
    let chosen = samplePlaces(of: photos.count).map { photos[$0] }
    var examples: [LocalizationExample] = []
    try PhotoScorer(split, rows: rows, embedder: embedder, head: head).forEach(chosen) { photo in
      let size = annotations.imageSizes[photo.number]
      let id = annotations.imageIDs[photo.number]
      examples.append(
        LocalizationExample(
          imageID: id, width: Int(size.width.rounded()), height: Int(size.height.rounded()),
          pictureURL: pictures.flatMap { picture(of: id, in: $0) }, phrases: try phrases(of: photo, split)))
    }
    return examples
  }

  /// The first phrases of different texts.
  private static func phrases(of photo: PhotoScorer.Photo, _ split: LocalizationSplit) throws
    -> [PhraseExample]
  {
    let annotations = split.annotations
    var shown = Set<Int32>()
    let first = annotations.occurrences(ofImage: photo.number).filter { shown.insert($0.text).inserted }
    return try first.prefix(phraseLimit).map { occurrence in
      let row = photo.texts.firstIndex(of: occurrence.text) ?? 0
      let best = try Neighbor.best(3, of: photo.scores.rows(row..<row + 1).elements)
      return PhraseExample(
        text: annotations.texts[Int(occurrence.text)],
        categories: occurrence.categories.map { annotations.categories[Int($0)] },
        truth: occurrence.box.corners,
        candidates: best.map { found in
          let box = split.boxes[Int(photo.regions[found.row])]
          return CandidateExample(
            box: box.corners, score: found.similarity, overlap: box.overlap(with: occurrence.box))
        })
    }
  }

  /// An address that a browser follows, of the first file there is.
  private static func picture(of id: String, in directory: String) -> String? {
    let paths = ["jpg", "jpeg", "png"].map { "\(directory)/\(id).\($0)" }
    return paths.first(where: FileManager.default.fileExists).map { URL(fileURLWithPath: $0).absoluteString }
  }
}

extension Box {
  /// x1, y1, x2, y2.
  fileprivate var corners: SIMD4<Float> { SIMD4(x1, y1, x2, y2) }
}
