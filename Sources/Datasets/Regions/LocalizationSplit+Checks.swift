import Failures
import NPY

extension LocalizationSplit {
  /// Reads every number of the features once; boxes and images of regions were checked when the split was loaded.
  /// - Throws: `.badData` for the first file with NaN or infinite numbers, with row, column and how many further rows.
  package func validate() throws {
    if let failure = try regions.file.nonFiniteFailure() { throw failure }
    if let failure = try textVectors?.file.nonFiniteFailure() { throw failure }
  }

  /// A number that changes when the data do: from the size of every image, the box and image of every region, every
  /// phrase with its box and categories, and shape, element type and 64 rows of each feature file. It does not
  /// depend on the directory, on the image ids or on what was left out.
  ///
  /// Costs a pass over the boxes.
  package var fingerprint: UInt64 {
    get throws {
      var hash = FNV1aHash()
      hash.combine(imageCount)
      for size in annotations.imageSizes {
        hash.combine(Box(x1: 0, y1: 0, x2: size.width, y2: size.height))
      }
      hash.combine(regionImages)
      boxes.withUnsafeBytes { hash.combine($0) }
      annotations.combine(into: &hash)
      try hash.combine(regions.file)
      if let textVectors { try hash.combine(textVectors.file) }
      return hash.value
    }
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

extension PhraseAnnotations {
  fileprivate func combine(into hash: inout FNV1aHash) {
    hash.combine(texts.count)
    texts.forEach { hash.combine($0) }
    hash.combine(categories.count)
    categories.forEach { hash.combine($0) }
    hash.combine(occurrences.count)
    for occurrence in occurrences {
      hash.combine(Int(occurrence.image))
      hash.combine(Int(occurrence.text))
      hash.combine(occurrence.box)
      hash.combine(occurrence.categories.count)
      occurrence.categories.withUnsafeBytes { hash.combine($0) }
    }
  }
}
