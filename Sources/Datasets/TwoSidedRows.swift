/// The rows of a split that the two branches read, whatever they are: images and captions, or regions and phrases.
package protocol TwoSidedRows: Sendable {
  /// "train", "dev", "test" or what the files are called by.
  var name: String { get }
  var directory: String { get }
  /// Features of the image side `[images, D]`.
  var images: FeatureRows { get }
  /// The text side, a string a row.
  var texts: [String] { get }
  /// Dense vectors `[texts, T]` when the data set has them.
  var textVectors: FeatureRows? { get }
  /// The name of the file that would hold them.
  var textVectorsFile: String { get }
}

extension RetrievalSplit: TwoSidedRows {
  package var texts: [String] { captions }
  package var textVectors: FeatureRows? { captionVectors }
  package var textVectorsFile: String { "\(name)_sents.npy" }
}
