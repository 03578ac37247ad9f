import Failures

/// The phrases of a split, with their boxes, and what was left out.
package struct PhraseAnnotations: Equatable, Sendable {
  /// A name for each image of the split, no two the same.
  package let imageIDs: [String]
  /// For each image, in the pixels of its boxes.
  package let imageSizes: [ImageSize]
  /// Every phrase of every sentence that has a box, photo by photo, and within a photo as they stand.
  package let occurrences: [PhraseOccurrence]
  /// All but the occurrences.
  private let table: PhraseTable
  private let occurrenceStarts: [Int]

  init(images: SplitImages, table: PhraseTable) {
    imageIDs = images.ids
    imageSizes = images.sizes
    let groups = RowGroups(of: table.occurrences.map(\.image), count: images.ids.count)
    occurrences = groups.rows.map { table.occurrences[Int($0)] }
    occurrenceStarts = groups.starts
    var table = table
    table.occurrences = []
    self.table = table
  }

  /// The distinct texts of phrases with a box, normalized, in the order they first stand.
  package var texts: [String] { table.texts }

  /// "people", "animals", ... in the order they first stand; at most 256.
  package var categories: [String] { table.categories }

  /// How many phrases were left out, by reason.
  package var drops: PhraseDrops { table.drops }

  /// How many images have an annotation that cannot be used at all.
  package var leftOutImages: Int { table.leftOutImages }

  /// How many lines cannot be used at all: sentences, or in the plain form phrases.
  package var leftOutLines: Int { table.leftOutLines }

  /// The first faults, at most 20. What they tell of was left out, or clipped to the photo.
  package var faults: [Failure] { table.faults.kept }

  package var faultCount: Int { table.faults.count }

  /// In the plain form, for each line its row of `texts`, -1 for a line that was left out; empty in the published one.
  var textOfLine: [Int32] { table.textOfLine }

  /// In the plain form, for each line a number of its spelling, punctuation and all; -1 as above.
  var spellingOfLine: [Int32] { table.spellingOfLine }

  /// The phrases of one image.
  package func occurrences(ofImage image: Int) -> ArraySlice<PhraseOccurrence> {
    occurrences[occurrenceStarts[image]..<occurrenceStarts[image + 1]]
  }
}
