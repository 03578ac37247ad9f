import Digests
import Failures
import NPY

extension RetrievalSplit {
  /// Reads every number once.
  /// - Throws: `.badData` for the first file with NaN or infinite numbers, with row, column and how many further rows.
  package func validate() throws {
    if let failure = try images.file.nonFiniteFailure() { throw failure }
    if let failure = try captionVectors?.file.nonFiniteFailure() { throw failure }
  }
}

extension RetrievalSplit: DigestedFiles {
  package var featureFiles: [NPYFile] { [images.file] + (captionVectors.map { [$0.file] } ?? []) }

  /// Of captions and, where the data set has them, ids.
  package func contentDigests() throws -> [FileDigest] {
    let files = SplitFiles(directory: directory, name: name)
    let captions = try FileDigest(path: files.captions, texts: captions)
    guard SplitFiles.exists(files.imageIDs) else { return [captions] }
    return [captions, try FileDigest(path: files.imageIDs, texts: imageIDs)]
  }
}
