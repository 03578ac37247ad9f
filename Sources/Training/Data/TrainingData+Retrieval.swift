import Datasets
import Sampling

extension TrainingData {
  /// Images and captions.
  init(
    retrieval train: RetrievalSplit, dev: RetrievalSplit?, _ choice: SplitChoice, _ encoder: InputEncoder,
    _ digests: DataDigests, _ configuration: TrainingConfiguration
  ) throws {
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
      dev: try dev.map { try Self.dev($0, encoder, configuration) }, digests: digests,
      summary: Self.summary(train, encoded, addedPairs: extended?.addedPairs ?? 0) + choice.summary,
      warnings: [train, dev].compactMap { $0 }.flatMap(\.notes) + choice.warnings
        + configuration.batchWarnings(of: train.links.imageCount))
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
    let unknown = encoded.unknownTextCount ?? 0
    var parts = ["\(train.links.imageCount) images, \(train.links.textCount) captions"]
    if addedPairs > 0 { parts.append("equal texts add \(addedPairs) positive pairs") }
    if unknown > 0 { parts.append("\(unknown) captions have no word of the vocabulary") }
    return parts
  }
}
