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
  /// Of every file.
  package let digests: DataDigests
  /// Of the training split, for a person: counts, and what is unusual.
  package let summary: [String]
  /// What is wrong in the data without stopping a run, a line each.
  package let warnings: [String]

  /// Loads a directory on every rank. Every number is read once on each host, and a bad file gives one message.
  ///
  /// What turns rows into inputs comes from rank 0: the checkpoint of a run that goes on, else fitted there.
  ///
  /// A collective over all ranks.
  ///
  /// - Parameter begun: what a run began with that goes on; on rank 0, nil elsewhere and for a new run.
  /// - Throws: `.configuration` where hosts have different data, or other data than the run began with.
  package static func load(_ configuration: TrainingConfiguration, begun: RunOrigin?, world: World) throws
    -> TrainingData
  {
    let splits = try splits(configuration, world)
    let digests = try DataDigests.read(splits.files, world: world)
    try world.onRoot {
      if let begun, let data = begun.data { try digests.requireSame(as: data, run: begun.run) }
    }
    let encoder = try world.fromRoot { try begun?.encoder ?? splits.fittedEncoder(configuration) }
    return try world.together { try TrainingData(splits, encoder, digests, configuration) }
  }

  /// One rank of each host goes first: it keeps for the others what is costly to read.
  private static func splits(_ configuration: TrainingConfiguration, _ world: World) throws -> TrainingSplits
  {
    let directory = try world.together { try Self.directory(of: configuration.data, configuration.task) }
    func load() throws -> TrainingSplits { try TrainingSplits(directory: directory, configuration) }
    let first: TrainingSplits? = try world.together { world.node.isRoot ? try load() : nil }
    return try world.together { try first ?? load() }
  }

  /// The same for a process of its own, which takes the numbers as they are, and writes nothing.
  package init(directory: String, _ configuration: TrainingConfiguration) throws {
    let splits = try TrainingSplits(directory: directory, configuration, keepsCache: false)
    try self.init(splits, splits.fittedEncoder(configuration), DataDigests([]), configuration)
  }

  private init(
    _ splits: TrainingSplits, _ encoder: InputEncoder, _ digests: DataDigests,
    _ configuration: TrainingConfiguration
  ) throws {
    let choice = splits.choice
    switch splits.pair {
    case .retrieval(let train, let dev):
      try self.init(retrieval: train, dev: dev, choice, encoder, digests, configuration)
    case .localization(let train, let dev):
      try self.init(localization: train, dev: dev, choice, encoder, digests, configuration)
    }
  }

  init(
    train: EncodedSplit, encoder: InputEncoder, sampler: any BatchSampler, positives: Links,
    ambiguous: Links? = nil, textNeighbors: TextNeighbors? = nil, dev: DevSplit?, digests: DataDigests,
    summary: [String], warnings: [String] = []
  ) {
    self.train = train
    self.encoder = encoder
    self.sampler = sampler
    self.positives = positives
    self.ambiguous = ambiguous
    self.textNeighbors = textNeighbors
    self.dev = dev
    self.digests = digests
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

extension TrainingConfiguration {
  /// A line where batches are smaller than what was asked for.
  func batchWarnings(of imageCount: Int) -> [String] {
    guard batchImages > imageCount else { return [] }
    return [
      "--batch-images is \(batchImages), and the training split has \(imageCount) \(task.unit): a batch is all of them"
    ]
  }
}
