import Datasets

/// A split of regions and phrases as the branches read it: regions, and distinct texts.
struct LocalizationRows: TwoSidedRows {
  let split: LocalizationSplit
  let images: FeatureRows

  /// - Parameter spatialFeatures: append a region's place and size to its features.
  init(_ split: LocalizationSplit, spatialFeatures: Bool) {
    self.split = split
    images = split.regions(withSpatialFeatures: spatialFeatures)
  }

  var name: String { split.name }
  var directory: String { split.directory }
  var texts: [String] { split.annotations.texts }
  var textVectors: FeatureRows? { split.textVectors }
  var textVectorsFile: String { "\(name)_phrases.npy" }
}
