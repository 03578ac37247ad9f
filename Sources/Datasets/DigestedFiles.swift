import Digests
import NPY

/// The files of a split, as what a run compares between hosts and with its checkpoints.
package protocol DigestedFiles {
  /// Those that are too large for memory. Their numbers are read apart, once, by several ranks.
  var featureFiles: [NPYFile] { get }

  /// A digest of each other file, of what was read of it: it does not depend on the directory, or on spaces and line
  /// ends that mean nothing.
  ///
  /// - Throws: `.systemError` where there is no memory.
  func contentDigests() throws -> [FileDigest]
}
