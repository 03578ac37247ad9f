import Foundation

/// What a file of a data set held when it was read.
package struct FileDigest: Codable, Equatable, Sendable {
  /// Its name within the data set: "train_ims.npy". For what stands in two files, both names.
  package let file: String
  /// Sixteen hexadecimal digits.
  package let digest: String

  package init(file: String, digest: UInt64) {
    self.file = file
    self.digest = String(format: "%016llx", digest)
  }

  /// - Parameter path: of the file; its directory does not count.
  package init(path: String, digest: UInt64) {
    self.init(file: (path as NSString).lastPathComponent, digest: digest)
  }

  /// The digest of the texts of a file, in their order.
  ///
  /// - Throws: `.systemError` where there is no memory.
  package init(path: String, texts: [String]) throws {
    let digester = try Digester()
    digester.combine(texts.count)
    for text in texts { digester.combine(text) }
    self.init(path: path, digest: digester.value)
  }
}
