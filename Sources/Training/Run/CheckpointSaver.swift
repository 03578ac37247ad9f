import Checkpoints
import DataParallel
import Foundation

/// Saves a run's state: a copy in memory, which a thread then writes. On rank 0.
final class CheckpointSaver {
  private let run: RunDirectory
  private let configuration: TrainingConfiguration
  private let encoder: InputEncoder
  private let digests: DataDigests
  private let writer = CheckpointWriter()
  private var snapshot: TrainingSnapshot?

  init(run: RunDirectory, configuration: TrainingConfiguration, data: TrainingData) {
    self.run = run
    self.configuration = configuration
    encoder = data.encoder
    digests = data.digests
  }

  /// The name of the checkpoint after so many steps.
  static func name(afterStep step: Int) -> String { String(format: "step-%08d", step) }

  /// Copies the state and begins to write it. Waits for the checkpoint before, if that is not written yet.
  ///
  /// - Throws: what went wrong with the checkpoint before.
  func save(_ step: DataParallelStep, _ progress: TrainingProgress, isBest: Bool) throws {
    try writer.finish()
    let snapshot = snapshot ?? TrainingSnapshot(of: step)
    self.snapshot = snapshot
    snapshot.take(step)
    let record = RunRecord(progress: progress, configuration: configuration, encoder: encoder)
    let (checkpoints, encoder, digests) = (run.checkpoints, encoder, digests)
    let keptCount = configuration.keepCheckpoints
    try writer.start {
      let name = Self.name(afterStep: progress.step)
      try checkpoints.write(name) { directory in
        try snapshot.write(to: directory)
        try EncoderFiles.write(encoder, to: directory)
        try digests.write(to: directory)
        try record.write(to: directory)
      }
      if isBest { try checkpoints.markBest(name) }
      try checkpoints.keepLast(keptCount)
    }
  }

  /// - Throws: what went wrong, if a checkpoint could not be written.
  func check() throws { try writer.check() }

  /// Waits until the last checkpoint is written.
  func finish() throws { try writer.finish() }
}
