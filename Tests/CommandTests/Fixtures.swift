import Foundation
import TestSupport

/// What many tests look at and none changes, made once.
enum Fixtures {
  private static let sharedData = Result { try SyntheticDataset() }
  private static let sharedRun = Result { try trainRun() }

  static func data() throws -> SyntheticDataset { try sharedData.get() }

  /// A finished run of 10 epochs on `data()`.
  static func run() throws -> String { try sharedRun.get() }

  /// A copy of `run()` that a test may spoil.
  static func copyOfRun() throws -> String {
    let path = Workplace.freePath()
    try FileManager.default.copyItem(atPath: try run(), toPath: path)
    return path
  }

  /// A command line of `train` for a small network.
  static func train(
    data: String? = nil, run: String, epochs: Int = 2, _ more: [String] = [], ranks: Int = 0
  ) throws -> Launch {
    let sizes = ["--hidden", "32", "--embedding", "16", "--batch-images", "20", "--learning-rate", "0.002"]
    let places = ["--data", try data ?? self.data().path, "--run", run, "--epochs", String(epochs)]
    return Launch(arguments: ["train"] + places + sizes + more, ranks: ranks)
  }

  /// Trains and fails unless that went well.
  @discardableResult
  static func trained(_ launch: Launch) throws -> Launch.Outcome {
    let outcome = try launch.run()
    guard outcome.status == 0, !outcome.timedOut else {
      throw LaunchError("training failed: \(outcome)")
    }
    return outcome
  }

  private static func trainRun() throws -> String {
    let run = Workplace.freePath()
    try trained(train(run: run, epochs: 10, ["--keep-checkpoints", "3"]))
    return run
  }
}
