import Failures
import NPY

/// One split of a phrase localization data set: regions of photos with features and boxes, and phrases that name
/// boxes in the photos.
package struct LocalizationSplit: Sendable {
  /// "train", "dev", "test" or what the files are called by.
  package let name: String
  package let directory: String
  /// Region features `[regions, dimensions]` as stored; see `regions(withSpatialFeatures:)`.
  package let regions: FeatureRows
  package let annotations: PhraseAnnotations
  /// Dense vectors `[texts, dimensions]` of the distinct texts when the data set has them.
  package let textVectors: FeatureRows?
  /// What is legal but worth knowing, for the caller to print.
  package let notes: [String]
  private let layout: RegionBoxes

  /// For each region, its box.
  package var boxes: [Box] { layout.boxes }

  /// For each region, the row of its image.
  package var regionImages: [Int32] { layout.images }

  package var imageCount: Int { annotations.imageIDs.count }

  /// The regions of an image, ascending; they need not stand in a row.
  package func regions(ofImage image: Int) -> ArraySlice<Int32> { layout.byImage[image] }

  /// The features `[regions, D]`, or `[regions, D + 5]` with each region's place in its photo.
  package func regions(withSpatialFeatures: Bool) -> FeatureRows {
    guard withSpatialFeatures else { return regions }
    return regions.appending(
      SpatialFeatures(boxes: boxes, images: regionImages, imageSizes: annotations.imageSizes))
  }

  /// Reads phrases and boxes and opens the features; see `LocalizationFiles` for the files. The features themselves
  /// are not read; see `validate`.
  /// - Parameter keepsCache: whether phrases that were parsed may be kept in a file beside the data.
  /// - Throws: `.noInput` when the directory or a file is missing; `.badData` for a file that is not what it must
  ///   be, when counts do not fit, when a listed photo has no annotation, or when no phrase can be used.
  package static func load(directory: String, split: String, keepsCache: Bool = true) throws
    -> LocalizationSplit
  {
    let files = LocalizationFiles(directory: directory, name: split, keepsCache: keepsCache)
    try files.requireInput()
    return try LocalizationSplit(files: files)
  }

  private init(files: LocalizationFiles) throws {
    let features = try NPYFile(path: files.regions)
    let images = try SplitImages(files: files)
    let layout = try RegionBoxes(files: files, regionCount: features.rows, imageSizes: images.sizes)
    let (annotations, note) = try PhraseAnnotations.read(files: files, images: images)
    try annotations.requireUsable(files: files)
    try self.init(
      files: files, features: features, layout: layout, annotations: annotations,
      notes: [note, layout.note(imageIDs: images.ids)].compactMap(\.self))
  }

  /// A split whose parts were read one by one.
  /// - Throws: `.badData` when the vectors of texts are not what they must be.
  init(
    files: LocalizationFiles, features: NPYFile, layout: RegionBoxes, annotations: PhraseAnnotations,
    notes: [String]
  ) throws {
    name = files.name
    directory = files.directory
    regions = FeatureRows(file: features)
    self.layout = layout
    self.annotations = annotations
    let vectors = try PhraseVectors(files: files, annotations: annotations)
    textVectors = vectors?.rows
    self.notes = notes + [vectors?.note].compactMap(\.self)
  }

  /// The names of the splits in a directory that have regions and phrases, sorted.
  /// - Throws: `.noInput` when the directory cannot be listed.
  package static func availableSplits(in directory: String) throws -> [String] {
    try LocalizationFiles.completeNames(in: directory)
  }

  /// The names of the splits that have features of regions or lines of phrases, sorted.
  /// - Throws: `.noInput` when the directory cannot be listed.
  package static func splitNames(in directory: String) throws -> [String] {
    try LocalizationFiles.names(in: directory)
  }
}
