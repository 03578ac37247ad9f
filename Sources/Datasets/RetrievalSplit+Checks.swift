import Failures
import NPY

extension RetrievalSplit {
  /// Reads every number once.
  /// - Throws: `.badData` for the first file with NaN or infinite numbers, with row, column and how many further rows.
  package func validate() throws {
    if let failure = try images.file.nonFiniteFailure() { throw failure }
    if let failure = try captionVectors?.file.nonFiniteFailure() { throw failure }
  }

  /// A number that changes when the data do: from the counts, shapes, element types, every caption, which image it
  /// belongs to, and 64 rows of each feature file. It does not depend on the directory or on the image ids.
  ///
  /// Costs a pass over the captions' bytes.
  package var fingerprint: UInt64 {
    get throws {
      var hash = FNV1aHash()
      hash.combine(links.imageCount)
      hash.combine(captions.count)
      for (text, caption) in captions.enumerated() {
        hash.combine(caption)
        for image in links.images(of: text) { hash.combine(Int(image)) }
      }
      try hash.combine(images.file)
      if let captionVectors { try hash.combine(captionVectors.file) }
      return hash.value
    }
  }
}
