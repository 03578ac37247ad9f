import Failures
import NPY

extension LocalizationSplit {
  /// Reads every number of the features once; boxes and images of regions were checked when the split was loaded.
  /// - Throws: `.badData` for the first file with NaN or infinite numbers, with row, column and how many further rows.
  package func validate() throws {
    if let failure = try regions.file.nonFiniteFailure() { throw failure }
    if let failure = try textVectors?.file.nonFiniteFailure() { throw failure }
  }

  /// For each occurrence, the largest overlap of its box with any region of its image, from 0 to 1.
  ///
  /// The share of those of 0.5 and more is the upper bound of localization with these regions.
  package func bestOverlaps() -> [Float] {
    annotations.occurrences.map { occurrence in
      regions(ofImage: Int(occurrence.image)).reduce(0) { best, region in
        max(best, boxes[Int(region)].overlap(with: occurrence.box))
      }
    }
  }
}
