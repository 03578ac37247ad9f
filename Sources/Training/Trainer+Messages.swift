import Datasets
import Failures
import Foundation
import Interruption

extension Trainer {
  /// Says what is about to happen, and writes the environment into the run; of a run that is over only that it is.
  /// A collective.
  package func announce(_ environment: EnvironmentReport) throws {
    try world.onRoot {
      if let end = progress.end(configuration) {
        return say("run \(run.path): nothing left to do after step \(progress.step): \(end)")
      }
      try run.write(environment)
      say(environment.summary)
      switch configuration.precision {
      case .bf16: say("products read bf16: rounded to 8 bits; sums, parameters and moments are fp32")
      case .fp32Fast: say("products by the faster library: sums may depend on the rows of a rank")
      case .fp32, .auto: break
      }
      if configuration.reproducible {
        let blocks = configuration.reproducibleBlocks
        say("reproducible: \(blocks) blocks a batch; the same bits on 1 to \(blocks) ranks")
      }
      say(dataSummary)
      for warning in data.warnings { say("warning: \(warning)") }
      say(
        "run \(run.path): \(progress.step == 0 ? "from the beginning" : "resumed at step \(progress.step)")")
    }
  }

  private var dataSummary: String {
    let none = data.dev == nil ? ["no dev split: every checkpoint counts as the best"] : []
    return (data.summary + none + [data.dev?.unknownTexts].compactMap { $0 }).joined(separator: "; ")
  }

  /// Says how it went and what can be done with it. Rank 0.
  package func sumUp() throws {
    guard world.isRoot else { return }
    if let best = progress.best { say("best \(devName) \(best.text)") }
    let directory = data.train.rows.directory
    let (splits, command) =
      switch configuration.task {
      case .retrieval: (try RetrievalSplit.availableSplits(in: directory), "evaluate")
      case .localization: (try LocalizationSplit.availableSplits(in: directory), "localize")
      }
    if splits.contains("test") { say("next: tbn-dist \(command) \(run.path) --split test") }
  }

  /// Says that the run stopped by a signal, and where. A collective.
  func tellInterruption() throws {
    let number = try world.communicator.allReduce(Interruption.signalNumber ?? 0, .maximum)
    guard world.isRoot else { return }
    let name = Interruption.name(ofSignal: number)
    let place =
      saved.step == 0 ? "nothing was done yet" : "saved as \(CheckpointSaver.name(afterStep: saved.step))"
    say("interrupted by \(name) after step \(progress.step): \(place); the same command goes on")
  }

  /// The dev split's name and the figure, such as "dev mean recall", and of how many images where not of all.
  var devName: String {
    let part = data.dev?.firstImages.map { " (first \($0) images)" } ?? ""
    return "\(configuration.devSplit)\(part) \(configuration.selection.name)"
  }

  private func say(_ line: String) {
    StandardError.write("\(line)\n")
  }
}
