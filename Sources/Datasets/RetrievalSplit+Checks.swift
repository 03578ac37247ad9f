import Failures
import NPY

extension RetrievalSplit {
  /// Reads every number once.
  /// - Throws: `.badData` for the first file with NaN or infinite numbers, with row, column and how many further rows.
  package func validate() throws {
    if let failure = images.file.nonFiniteFailure() { throw failure }
    if let failure = captionVectors?.file.nonFiniteFailure() { throw failure }
  }

  /// A number that changes when the data do: from the counts, shapes, element types, every caption, which image it
  /// belongs to, and 64 rows of each feature file. It does not depend on the directory or on the image ids.
  ///
  /// Costs a pass over the captions' bytes.
  package var fingerprint: UInt64 {
    var hash = FNV1aHash()
    hash.combine(links.imageCount)
    hash.combine(captions.count)
    for (text, caption) in captions.enumerated() {
      hash.combine(caption)
      for image in links.images(of: text) { hash.combine(Int(image)) }
    }
    Self.combine(images.file, into: &hash)
    if let captionVectors { Self.combine(captionVectors.file, into: &hash) }
    return hash.value
  }

  private static func combine(_ file: NPYFile, into hash: inout FNV1aHash) {
    hash.combine(file.rows)
    hash.combine(file.columns)
    hash.combine(file.elementType.rawValue)
    let sampleCount = min(64, file.rows)
    for sample in 0..<sampleCount {
      // Evenly spaced, the first and the last row among them.
      hash.combine(file.rowBytes(sampleCount == 1 ? 0 : sample * (file.rows - 1) / (sampleCount - 1)))
    }
  }
}
