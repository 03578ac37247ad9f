import Failures
import Foundation
import NPY

/// What one split of regions and phrases holds, and everything that is wrong with it.
struct LocalizationSplitReport: SplitInspection {
  static let textVectorsName = "phrase vectors"
  static let textVectorsSuffix = "_phrases.npy"

  let name: String
  private(set) var features: NPYFile?
  private(set) var textVectors: NPYFile?
  private(set) var imageIDs: [String] = []
  let hasImageIDs: Bool
  /// Faults of the annotation that training and evaluation leave behind.
  private(set) var warnings: [String] = []
  private(set) var leftOut: LeftOut?
  private var inspection = FileInspection()

  var lines: [String] { inspection.lines }
  var problems: [Failure] { inspection.problems }

  /// Looks at each file on its own, as far as one can be understood without another.
  init(directory: String, name: String) {
    self.name = name
    let files = LocalizationFiles(directory: directory, name: name, keepsCache: false)
    hasImageIDs = SplitFiles.exists(files.imageList)
    inspection.lines.append("split \(name) of regions and phrases")
    features = inspection.array(files.regions)
    if SplitFiles.exists(files.phraseVectors) { textVectors = inspection.array(files.phraseVectors) }
    guard !hasImageIDs || inspection.text(files.imageList, item: "image id") != nil,
      let images = inspection.attempt({ try SplitImages(files: files) })
    else { return }
    imageIDs = images.ids
    let layout = features.flatMap { readRegions(files, regionCount: $0.rows, images: images) }
    let annotations = readPhrases(files, images: images)
    guard let features, let layout, let annotations else { return }
    describe(files, features, layout, annotations)
  }

  private mutating func readRegions(
    _ files: LocalizationFiles, regionCount: Int, images: SplitImages
  ) -> RegionBoxes? {
    let layout = inspection.attempt {
      try RegionBoxes(files: files, regionCount: regionCount, imageSizes: images.sizes)
    }
    guard let layout else { return nil }
    let counts = images.ids.indices.map { layout.byImage[$0].count }
    inspection.lines.append(
      "  \(images.ids.count) images, \(regionCount) regions, \(FileInspection.range(counts)) regions an image"
    )
    if let note = layout.note(imageIDs: images.ids) { warnings.append("split \(name): \(note)") }
    return layout
  }

  private mutating func readPhrases(_ files: LocalizationFiles, images: SplitImages) -> PhraseAnnotations? {
    let read = inspection.attempt { try PhraseAnnotations.read(files: files, images: images) }
    guard let (annotations, note) = read else { return nil }
    leftOut = annotations.leftOut
    inspection.lines += [
      "  \(annotations.occurrences.count) phrases with a box, \(annotations.texts.count) distinct texts, "
        + "\(annotations.categories.count) categories",
      "  \(annotations.leftOut.summary ?? "nothing left out")",
    ]
    warnings += annotations.faults.map(\.description)
    if annotations.faultCount > annotations.faults.count {
      warnings.append(
        "split \(name): more faults of the annotation: \(annotations.faultCount) in all, "
          + "of which the first are listed")
    }
    if let note { warnings.append(note) }
    _ = inspection.attempt { try annotations.requireUsable(files: files) }
    return annotations
  }

  private mutating func describe(
    _ files: LocalizationFiles, _ features: NPYFile, _ layout: RegionBoxes, _ annotations: PhraseAnnotations
  ) {
    let read = inspection.attempt {
      try LocalizationSplit(
        files: files, features: features, layout: layout, annotations: annotations, notes: [])
    }
    guard let split = read else { return }
    warnings += split.notes
    readWords(split, files)
    let overlaps = split.bestOverlaps()
    guard let best = overlaps.max() else { return }
    let share = { (least: Float) in
      String(format: "%.1f %%", 100 * Double(overlaps.count { $0 >= least }) / Double(overlaps.count))
    }
    inspection.lines.append(
      "  phrases with a region that overlaps by 0.6 or more: \(share(0.6)); by 0.5 or more, the upper bound "
        + "of localization: \(share(0.5))")
    // What training takes as positive with its defaults, and what localization counts as found.
    let needed: Float = name == "train" ? 0.6 : 0.5
    guard best < needed else { return }
    inspection.report(
      Failure(
        .badData, "no phrase has a region that overlaps its box by \(needed); the best does by \(best)",
        at: files.boxes, expected: "regions and boxes of phrases in the pixels of one photo"))
  }

  private mutating func readWords(_ split: LocalizationSplit, _ files: LocalizationFiles) {
    let texts = split.annotations.texts
    guard !texts.isEmpty, split.textVectors == nil,
      TFIDF.documentFrequencies(texts, units: .words).isEmpty
    else { return }
    inspection.report(
      Failure(
        .badData, "no word in any of the \(texts.count) texts of split '\(name)'", at: files.directory,
        expected: "phrases with letters or digits, or vectors for them"))
  }
}
