import Datasets

/// The files that a run reads, opened and found to fit together; the numbers of their features are not read yet.
package struct TrainingSplits {
  /// The training split and, where one is chosen, the dev split.
  enum Pair {
    case retrieval(train: RetrievalSplit, dev: RetrievalSplit?)
    case localization(train: LocalizationSplit, dev: LocalizationSplit?)
  }

  let pair: Pair
  let choice: SplitChoice

  /// - Parameter keepsCache: whether what is costly to read may be kept beside the data.
  /// - Throws: when a file is missing or is not what it must be.
  package init(directory: String, _ configuration: TrainingConfiguration, keepsCache: Bool = true) throws {
    switch configuration.task {
    case .retrieval:
      choice = SplitChoice(configuration, among: try RetrievalSplit.splitNames(in: directory))
      func load(_ split: String) throws -> RetrievalSplit {
        try RetrievalSplit.load(
          directory: directory, split: split, captionsPerImage: configuration.captionsPerImage)
      }
      pair = .retrieval(train: try load(choice.train), dev: try choice.dev.map(load))
    case .localization:
      choice = SplitChoice(configuration, among: try LocalizationSplit.splitNames(in: directory))
      func load(_ split: String) throws -> LocalizationSplit {
        try LocalizationSplit.load(directory: directory, split: split, keepsCache: keepsCache)
      }
      pair = .localization(train: try load(choice.train), dev: try choice.dev.map(load))
    }
  }

  /// Training split first.
  var files: [any DigestedFiles] {
    switch pair {
    case .retrieval(let train, let dev): [train, dev].compactMap { $0 }
    case .localization(let train, let dev): [train, dev].compactMap { $0 }
    }
  }

  /// What turns rows into inputs, fitted to the training split.
  func fittedEncoder(_ configuration: TrainingConfiguration) throws -> InputEncoder {
    switch pair {
    case .retrieval(let train, _): try InputEncoder(fittedTo: train, configuration)
    case .localization(let train, _):
      try InputEncoder(
        fittedTo: LocalizationRows(train, spatialFeatures: configuration.spatialFeatures), configuration)
    }
  }
}
