import Datasets
import Failures
import Sampling

extension TrainingData {
  /// Regions and phrases.
  init(
    localization train: LocalizationSplit, dev: LocalizationSplit?, _ choice: SplitChoice,
    _ encoder: InputEncoder, _ digests: DataDigests, _ configuration: TrainingConfiguration
  ) throws {
    let rows = LocalizationRows(train, spatialFeatures: configuration.spatialFeatures)
    let encoded = try EncodedSplit(rows, encoder: encoder)
    let overlaps = OverlapLinks(
      train, positiveOverlap: configuration.positiveOverlap, negativeOverlap: configuration.negativeOverlap,
      augmented: configuration.regionAugmentation)
    guard !overlaps.phrases.isEmpty else {
      throw Failure(
        .badData, "no phrase has a region that overlaps its box by \(configuration.positiveOverlap)",
        at: train.directory,
        expected: "regions such as proposals or true boxes, in the pixels of the annotation",
        remedy: "look at the boxes with 'tbn-dist inspect', or lower --positive-overlap")
    }
    self.init(
      train: encoded, encoder: encoder, sampler: RegionPhraseSampler(train, overlaps, configuration),
      positives: overlaps.positives, ambiguous: overlaps.ambiguous,
      textNeighbors: TextNeighbors(links: overlaps.positives, ambiguous: overlaps.ambiguous),
      dev: try dev.map {
        let rows = LocalizationRows($0, spatialFeatures: configuration.spatialFeatures)
        return .localization(
          try EncodedSplit(rows, encoder: encoder), $0,
          firstImages: configuration.firstDevImages(of: $0.imageCount))
      },
      digests: digests, summary: Self.summary(train, encoded, overlaps, configuration) + choice.summary,
      warnings: [train, dev].compactMap { $0 }.flatMap(\.warnings) + choice.warnings
        + configuration.batchWarnings(of: train.imageCount))
  }

  private static func summary(
    _ train: LocalizationSplit, _ encoded: EncodedSplit, _ overlaps: OverlapLinks,
    _ configuration: TrainingConfiguration
  ) -> [String] {
    let annotations = train.annotations
    let unknown = encoded.unknownTextCount ?? 0
    var parts = [
      "\(annotations.imageIDs.count) photos, \(overlaps.phrases.count) phrases of \(annotations.texts.count) texts, "
        + "\(train.regionImages.count) regions"
    ]
    parts.append("\(overlaps.positives.linkCount) positive pairs")
    if let leftOut = annotations.leftOut.summary { parts.append(leftOut) }
    if overlaps.unmatchedPhrases > 0 {
      parts.append(
        "\(overlaps.unmatchedPhrases) more phrases not trained on, as no region overlaps their box by "
          + "\(configuration.positiveOverlap)")
    }
    if unknown > 0 { parts.append("\(unknown) texts have no word of the vocabulary") }
    return parts
  }
}

extension LocalizationSplit {
  /// Notes on the way it was read, and the faults of its annotation, by which something was left out or clipped.
  package var warnings: [String] {
    let unsaid = annotations.faultCount - annotations.faults.count
    let rest = unsaid > 0 ? ["split \(name): \(unsaid) more faults in its annotation"] : []
    return notes + annotations.faults.map(\.description) + rest
  }
}

extension RegionPhraseSampler {
  init(_ split: LocalizationSplit, _ overlaps: OverlapLinks, _ configuration: TrainingConfiguration) {
    self.init(
      phrases: RegionPhrases(
        phrases: overlaps.phrases.map { (photo: $0.image, text: $0.text) },
        photoOfRegion: split.regionImages,
        photoCount: split.annotations.imageIDs.count, links: overlaps.positives,
        ambiguous: overlaps.ambiguous),
      batchPhotos: configuration.batchImages, phrasesPerPhoto: configuration.phrasesPerPhoto,
      regionsPerPhrase: configuration.regionsPerPhrase, negativeRegions: configuration.negativeRegions,
      seed: configuration.seed)
  }
}
