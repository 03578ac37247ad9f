import Failures

/// The phrases of a split, with their boxes, and what was left out.
package struct PhraseAnnotations: Equatable, Sendable {
  /// A name for each image of the split, no two the same.
  package let imageIDs: [String]
  /// For each image, in the pixels of its boxes.
  package let imageSizes: [ImageSize]
  /// The distinct texts of phrases with a box, in the order they first stand: lowercase, single spaces.
  package let texts: [String]
  /// Every phrase of every sentence that has a box, photo by photo, and within a photo as they stand.
  package let occurrences: [PhraseOccurrence]
  /// "people", "animals", ... in the order they first stand; at most 256.
  package let categories: [String]
  package let drops: PhraseDrops
  /// Images whose annotation cannot be used at all.
  package let leftOutImages: Int
  let faultList: FaultList
  /// In the plain form, for each line its row of `texts`, -1 for a line that was left out; empty in the published one.
  let textOfLine: [Int32]
  private let occurrenceStarts: [Int]

  /// The first faults of the annotation, at most 20: what they tell of was left out, or clipped.
  package var faults: [Failure] { faultList.kept }
  package var faultCount: Int { faultList.count }

  init(images: SplitImages, collected: PhraseCollector, textOfLine: [Int32]) {
    imageIDs = images.ids
    imageSizes = images.sizes
    texts = collected.texts
    categories = collected.categories
    drops = collected.drops
    leftOutImages = collected.leftOutImages
    faultList = collected.faults
    self.textOfLine = textOfLine
    (occurrenceStarts, occurrences) = Self.byImage(collected.occurrences, imageCount: images.ids.count)
  }

  /// The phrases of one image.
  package func occurrences(ofImage image: Int) -> ArraySlice<PhraseOccurrence> {
    occurrences[occurrenceStarts[image]..<occurrenceStarts[image + 1]]
  }

  private static func byImage(_ occurrences: [PhraseOccurrence], imageCount: Int) -> (
    starts: [Int], sorted: [PhraseOccurrence]
  ) {
    let groups = RowGroups(of: occurrences.map(\.image), count: imageCount)
    return (groups.starts, groups.rows.map { occurrences[Int($0)] })
  }
}
