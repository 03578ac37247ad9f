import Datasets
import DefaultData
import Failures
import Foundation
import MPI
import Sampling

/// What a run trains on: the rows of its training split, what is positive among them, how they are dealt to batches,
/// and the split that chooses the best checkpoint.
package struct TrainingData {
  package let train: EncodedSplit
  package let encoder: InputEncoder
  package let sampler: any BatchSampler
  /// Which rows of both sides are positive with one another.
  package let positives: Links
  /// Which are neither positive nor negative; nil where there are none such.
  package let ambiguous: Links?
  /// Nil where the neighbours among a batch's texts are cheap to find.
  package let textNeighbors: TextNeighbors?
  /// Nil when the directory has no dev split: then nothing chooses the best checkpoint.
  package let dev: DevSplit?
  package let fingerprint: String
  /// Of the training split, for a person: counts, and what is unusual.
  package let summary: [String]
  /// What is wrong in the data without stopping a run, a line each.
  package let warnings: [String]

  /// Loads a directory on every rank. Rank 0 reads every number once, before the others begin, so that a bad file
  /// gives one message.
  ///
  /// A collective over all ranks.
  package static func load(_ configuration: TrainingConfiguration, world: World) throws -> TrainingData {
    let directory = try world.together { try Self.directory(of: configuration.data, configuration.task) }
    try world.onRoot { _ = try TrainingData(directory: directory, configuration, validating: true) }
    return try world.together { try TrainingData(directory: directory, configuration) }
  }

  /// - Parameter validating: read every number of the feature files.
  package init(
    directory: String, _ configuration: TrainingConfiguration, validating: Bool = false
  ) throws {
    switch configuration.task {
    case .retrieval: try self.init(retrieval: directory, configuration, validating: validating)
    case .localization: try self.init(localization: directory, configuration, validating: validating)
    }
  }

  init(
    train: EncodedSplit, encoder: InputEncoder, sampler: any BatchSampler, positives: Links,
    ambiguous: Links? = nil, textNeighbors: TextNeighbors? = nil, dev: DevSplit?, fingerprint: UInt64,
    summary: [String],
    warnings: [String] = []
  ) {
    self.train = train
    self.encoder = encoder
    self.sampler = sampler
    self.positives = positives
    self.ambiguous = ambiguous
    self.textNeighbors = textNeighbors
    self.dev = dev
    self.fingerprint = String(fingerprint, radix: 16)
    self.summary = summary
    self.warnings = warnings
  }

  /// The directory that a command means by its `--data`.
  ///
  /// - Throws: when it means the embedded default and that was not prepared.
  package static func directory(of data: String, _ task: TaskKind) throws -> String {
    guard data.isEmpty else { return data }
    let directory = task.defaultDirectory
    guard FileManager.default.fileExists(atPath: "\(directory)/\(DefaultData.settingsFileName)") else {
      throw Failure(
        .noInput, "the embedded data are not prepared", at: directory,
        remedy: "run .build/release/tbn-emoji once, or give --data DIR")
    }
    return directory
  }
}
