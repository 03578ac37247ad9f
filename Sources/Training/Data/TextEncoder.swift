import Datasets
import Tensor
import TwoBranch

/// What turns texts into the text branch's input, learned from the training split alone.
package enum TextEncoder: Codable, Equatable, Sendable {
  /// Texts without vectors of their own.
  case bagOfWords(TFIDF)
  /// Precomputed vectors, with their preparation.
  case vectors(FeaturePreparation)

  package init(fittedTo train: any TwoSidedRows, _ configuration: TrainingConfiguration) throws {
    if let vectors = train.textVectors {
      self = .vectors(try FeaturePreparation(configuration.sentencePreparation, fittedTo: vectors))
    } else {
      self = .bagOfWords(
        try TFIDF(
          fittedTo: train.texts, units: configuration.textUnits,
          minimumCaptions: configuration.minimumWordCount,
          maximumSize: configuration.maximumWords > 0 ? configuration.maximumWords : nil))
    }
  }

  package var columns: Int {
    switch self {
    case .bagOfWords(let words): words.vocabulary.count
    case .vectors(let preparation): preparation.dimensions
    }
  }

  package var input: BranchShape.Input {
    switch self {
    case .bagOfWords: .sparse
    case .vectors: .dense
    }
  }
}

/// What turns a data set's rows into the branches' inputs; part of every checkpoint.
package struct InputEncoder: Codable, Equatable, Sendable {
  package let images: FeaturePreparation
  package let texts: TextEncoder

  package init(images: FeaturePreparation, texts: TextEncoder) {
    self.images = images
    self.texts = texts
  }

  package init(fittedTo train: any TwoSidedRows, _ configuration: TrainingConfiguration) throws {
    images = try FeaturePreparation(configuration.imagePreparation, fittedTo: train.images)
    texts = try TextEncoder(fittedTo: train, configuration)
  }

  package func networkShape(hidden: Int, embedding: Int, head: HeadShape? = nil) -> NetworkShape {
    NetworkShape(
      image: BranchShape(
        inputColumns: images.dimensions, hidden: hidden, embedding: embedding, input: .dense),
      text: BranchShape(
        inputColumns: texts.columns, hidden: hidden, embedding: embedding, input: texts.input),
      head: head)
  }

  /// The network that a configuration asks for on these inputs.
  func networkShape(_ configuration: TrainingConfiguration) -> NetworkShape {
    networkShape(
      hidden: configuration.hidden, embedding: configuration.embedding,
      head: HeadShape(
        configuration.model, embedding: configuration.embedding, hidden: configuration.headHidden,
        output: configuration.headOutput))
  }
}

extension HeadShape {
  /// Nil for a model without a head.
  package init?(_ model: ModelKind, embedding: Int, hidden: Int, output: Int) {
    guard model == .similarity else { return nil }
    self.init(embedding: embedding, hidden: hidden, output: output)
  }
}
