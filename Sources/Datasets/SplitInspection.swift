import NPY

/// What the report on a data set compares between its splits of one kind.
protocol SplitInspection {
  /// What the vectors of texts are called in messages, and how their files end.
  static var textVectorsName: String { get }
  static var textVectorsSuffix: String { get }

  var name: String { get }
  /// The file of image or region features, if it can be read.
  var features: NPYFile? { get }
  var textVectors: NPYFile? { get }
  var imageIDs: [String] { get }
  /// Whether the data set names its images, or the ids are just numbers.
  var hasImageIDs: Bool { get }
}
