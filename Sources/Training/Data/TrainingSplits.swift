import Datasets

/// The files that a run reads, opened and found to fit together; the numbers of their features are not read yet.
package enum TrainingSplits {
  case retrieval(train: RetrievalSplit, dev: RetrievalSplit?)
  case localization(train: LocalizationSplit, dev: LocalizationSplit?)

  /// - Parameter keepsCache: whether what is costly to read may be kept beside the data.
  /// - Throws: when a file is missing or is not what it must be.
  package init(directory: String, _ configuration: TrainingConfiguration, keepsCache: Bool = true) throws {
    switch configuration.task {
    case .retrieval: self = try Self.retrieval(in: directory)
    case .localization: self = try Self.localization(in: directory, keepsCache: keepsCache)
    }
  }

  /// Training split first.
  var files: [any DigestedFiles] {
    switch self {
    case .retrieval(let train, let dev): [train, dev].compactMap { $0 }
    case .localization(let train, let dev): [train, dev].compactMap { $0 }
    }
  }

  /// What turns rows into inputs, fitted to the training split.
  func fittedEncoder(_ configuration: TrainingConfiguration) throws -> InputEncoder {
    switch self {
    case .retrieval(let train, _): try InputEncoder(fittedTo: train, configuration)
    case .localization(let train, _):
      try InputEncoder(
        fittedTo: LocalizationRows(train, spatialFeatures: configuration.spatialFeatures), configuration)
    }
  }
}
