import ArgumentParser
import Datasets
import Evaluation
import Failures
import Foundation
import MPI
import Sampling
import Training

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Recall of a trained run on a split, both ways; also under mpirun.")

  @Argument(help: ArgumentHelp("Run directory of 'tbn-dist train'.", valueName: "run"))
  var runDirectory: String
  @Option(help: "Data directory; without it that of the training.")
  var data: String?
  @Option(help: "Split: files {split}_ims.npy and {split}_caps.txt.")
  var split = "test"
  @Option(help: "Mean over so many consecutive parts of the images (5: COCO 1K).")
  var folds = 1
  @Option(help: "Checkpoint's name; without it the best.")
  var checkpoint: String?
  @Flag(help: "One JSON object instead of a table.")
  var json = false

  func validate() throws {
    guard folds >= 1 else { throw ValidationError("--folds is \(folds); expected at least 1") }
  }

  func run() throws {
    let command = self
    withWorld { world in
      _ = try Trainer.setThreads(0, world: world)
      let (model, split, links) = try world.together { try command.load() }
      let embedder = Embedder(network: model.network, communicator: world.communicator)
      let report = try RetrievalReport.evaluate(
        split, links: links, with: embedder, head: model.head, world: world, folds: command.folds)
      if let report { print(command.json ? report.json : report.table) }
      return .done
    }
  }

  private func load() throws -> (TrainedModel, EncodedSplit, Links) {
    let model = try TrainedModel(run: runDirectory, checkpoint: checkpoint)
    try model.require(.retrieval, of: runDirectory, instead: "localize")
    let rows = try RetrievalSplit.load(directory: try model.dataDirectory(data), split: split)
    try rows.validate()
    return (model, try EncodedSplit(rows, encoder: model.encoder), rows.links)
  }
}
