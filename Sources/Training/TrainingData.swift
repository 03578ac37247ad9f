import Datasets
import DefaultData
import Failures
import Foundation
import MPI
import Sampling

/// The splits a run reads, encoded, and the links that say what is positive.
package struct TrainingData {
  package let train: EncodedSplit
  /// Nil when the directory has no dev split: then nothing chooses the best checkpoint.
  package let dev: EncodedSplit?
  package let encoder: InputEncoder
  /// Which texts belong to which images, as the data say.
  package let links: Links
  /// The same, with equal texts made one.
  package let positives: Links
  package let addedPairs: Int
  package let fingerprint: String

  /// Loads a directory on every rank. Rank 0 reads every number once, before the others begin, so that a bad file
  /// gives one message.
  ///
  /// A collective over all ranks.
  package static func load(_ configuration: TrainingConfiguration, world: World) throws -> TrainingData {
    let directory = try world.together { try Self.directory(of: configuration.data) }
    try world.onRoot {
      for split in try splits(in: directory) { try split.validate() }
      _ = try TrainingData(directory: directory, configuration)
    }
    return try world.together { try TrainingData(directory: directory, configuration) }
  }

  package init(directory: String, _ configuration: TrainingConfiguration) throws {
    let splits = try Self.splits(in: directory)
    let train = splits[0]
    encoder = try InputEncoder(fittedTo: train, configuration)
    self.train = try EncodedSplit(train, encoder: encoder)
    dev = splits.count > 1 ? try EncodedSplit(splits[1], encoder: encoder) : nil
    links = train.links
    if configuration.sameTextLinks {
      let extended = try SameTextLinks(links: train.links, captions: train.captions)
      positives = extended.links
      addedPairs = extended.addedPairs
    } else {
      positives = links
      addedPairs = 0
    }
    fingerprint = String(train.fingerprint, radix: 16)
  }

  /// The train split and, where there is one, the dev split.
  private static func splits(in directory: String) throws -> [RetrievalSplit] {
    let train = try RetrievalSplit.load(directory: directory, split: "train")
    // One file of the two is a mistake worth hearing of, not a missing split.
    let hasDev = ["dev_ims.npy", "dev_caps.txt"].contains {
      FileManager.default.fileExists(atPath: "\(directory)/\($0)")
    }
    guard hasDev else { return [train] }
    return [train, try RetrievalSplit.load(directory: directory, split: "dev")]
  }

  /// The directory that a command means by its `--data`.
  ///
  /// - Throws: when it means the embedded default and that was not prepared.
  package static func directory(of data: String) throws -> String {
    guard data.isEmpty else { return data }
    let directory = DefaultData.emojiDirectory()
    guard FileManager.default.fileExists(atPath: "\(directory)/train_ims.npy") else {
      throw Failure(
        .noInput, "the emoji data are not prepared", at: directory,
        remedy: "run .build/release/tbn-emoji once, or give --data DIR")
    }
    return directory
  }
}
