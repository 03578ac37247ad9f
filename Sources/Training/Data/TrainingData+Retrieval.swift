import Datasets
import Sampling

extension TrainingData {
  /// Images and captions.
  init(retrieval directory: String, _ configuration: TrainingConfiguration, validating: Bool) throws {
    let choice = SplitChoice(configuration, among: try RetrievalSplit.splitNames(in: directory))
    let splits = try [choice.train, choice.dev].compactMap(\.self).map {
      try RetrievalSplit.load(
        directory: directory, split: $0, captionsPerImage: configuration.captionsPerImage)
    }
    if validating { for split in splits { try split.validate() } }
    let train = splits[0]
    let encoder = try InputEncoder(fittedTo: train, configuration)
    let encoded = try EncodedSplit(train, encoder: encoder)
    let extended =
      configuration.sameTextLinks
      ? try SameTextLinks(links: train.links, captions: train.captions) : nil
    self.init(
      train: encoded, encoder: encoder,
      sampler: NeighborhoodSampler(
        links: train.links, batchImages: configuration.batchImages,
        sentencesPerImage: configuration.sentencesPerImage, seed: configuration.seed),
      positives: extended?.links ?? train.links,
      dev: try splits.dropFirst().first.map { try Self.dev($0, encoder, configuration) },
      fingerprint: try train.fingerprint,
      summary: Self.summary(train, encoded, addedPairs: extended?.addedPairs ?? 0) + choice.summary,
      warnings: splits.flatMap(\.notes) + choice.warnings)
  }

  private static func dev(
    _ whole: RetrievalSplit, _ encoder: InputEncoder, _ configuration: TrainingConfiguration
  ) throws -> DevSplit {
    let firstImages = configuration.firstDevImages(of: whole.links.imageCount)
    let split = firstImages.map(whole.prefix(images:)) ?? whole
    return .retrieval(try EncodedSplit(split, encoder: encoder), split.links, firstImages: firstImages)
  }

  private static func summary(
    _ train: RetrievalSplit, _ encoded: EncodedSplit, addedPairs: Int
  ) -> [String] {
    let unknown = encoded.unknownTextCount
    var parts = ["\(train.links.imageCount) images, \(train.links.textCount) captions"]
    if addedPairs > 0 { parts.append("equal texts add \(addedPairs) positive pairs") }
    if unknown > 0 { parts.append("\(unknown) captions have no word of the vocabulary") }
    return parts
  }
}
