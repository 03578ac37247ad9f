import Checkpoints
import Failures
import Files
import Foundation
import MPI

/// The run directory of a training job, which no other job may write to meanwhile, and where its run stands.
package final class OpenRun {
  let directory: RunDirectory
  /// On rank 0, of a run that goes on.
  package private(set) var begun: RunOrigin?
  /// On rank 0, as long as this lives, once the directory is there.
  private var lock: FileLock?

  /// Takes the directory where there is one, and reads the newest checkpoint of its run. Nothing is made for a new run
  /// before its data are known to be good.
  ///
  /// A collective over all ranks.
  ///
  /// - Throws: `.tryAgain` when another job has the directory; `.configuration` for settings that would make another run
  ///   of the one that is there; `.badData` when none of its checkpoints is whole.
  package init(_ configuration: TrainingConfiguration, world: World) throws {
    directory = RunDirectory(path: configuration.run)
    try world.onRoot {
      guard FileManager.default.fileExists(atPath: directory.path) else { return }
      try take()
      begun = try newestCheckpoint().map { try RunOrigin($0, run: directory.path) }
      try begun?.record.requireSameRun(configuration, run: directory.path)
    }
  }

  /// Makes the directory ready for writing, if that was not done. Rank 0.
  ///
  /// - Throws: `.tryAgain` when another job has begun a run in it meanwhile.
  func prepare() throws {
    guard lock == nil else { return }
    try take()
    guard try directory.checkpoints.names().isEmpty else {
      throw Failure(
        .tryAgain, "another job has begun a run in this directory meanwhile", at: directory.path,
        remedy: "give another --run, or the same command again to go on with that run")
    }
  }

  private func take() throws {
    try directory.create()
    lock = try directory.lock()
    try directory.checkpoints.prepareForWriting()
  }

  private func newestCheckpoint() throws -> Checkpoint? {
    let (checkpoint, skipped) = try directory.checkpoints.newestValid()
    for item in skipped {
      StandardError.write("passed over the checkpoint \(item.name): \(item.reason)\n")
    }
    guard checkpoint != nil || skipped.isEmpty else {
      throw Failure(
        .badData, "no checkpoint of the run is whole", at: directory.checkpoints.path,
        remedy: "restore one, or give another --run to begin anew")
    }
    return checkpoint
  }
}
