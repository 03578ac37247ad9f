import ArgumentParser
import Checkpoints
import Datasets
import Evaluation
import Failures
import Files
import Foundation
import MPI
import Pages
import Training

struct LocalizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "localize",
    abstract: "How often a trained run finds the region that a phrase means; also under mpirun.",
    discussion: "Of runs of 'tbn-dist train --task localization'.")

  @Argument(help: ArgumentHelp("Run directory of 'tbn-dist train'.", valueName: "run"))
  var runDirectory: String
  @Option(help: "Data directory; without it that of the training.")
  var data: String?
  @Option(help: "Split: files {split}_regions.npy and so on.")
  var split = "test"
  @Option(help: "Checkpoint's name; without it the best.")
  var checkpoint: String?
  @Option(help: "Also write an HTML page with sample photos, their phrases and the best boxes to this file.")
  var page: String?
  @Option(
    help: "Directory with {id}.jpg or {id}.png for the page; without it Pictures in the data directory.")
  var pictures: String?
  @Flag(help: "One JSON object instead of a table.")
  var json = false

  func run() throws {
    let command = self
    withWorld { world in
      _ = try ThreadChoice.take(0, world: world)
      let (model, split) = try world.together { try command.load() }
      if world.isRoot {
        for warning in split.warnings {
          StandardError.write("warning: \(warning)\n")
        }
      }
      let rows = try world.together { try model.encode(split) }
      let embedder = Embedder(network: model.network, world: nil)
      let report = try LocalizationReport.evaluate(
        split, rows: rows, with: embedder, head: model.head, world: world)
      if let report {
        print(command.json ? report.json : report.table)
        try command.writePage(report, model, split, rows, embedder)
      }
      return .done
    }
  }

  private func load() throws -> (TrainedModel, LocalizationSplit) {
    let model = try TrainedModel(run: runDirectory, checkpoint: checkpoint)
    try model.require(.localization, of: runDirectory, instead: "evaluate")
    let split = try LocalizationSplit.load(directory: try model.dataDirectory(data), split: split)
    try split.validate()
    return (model, split)
  }

  private func writePage(
    _ report: LocalizationReport, _ model: TrainedModel, _ split: LocalizationSplit, _ rows: EncodedSplit,
    _ embedder: Embedder
  ) throws {
    guard let page else { return }
    let examples = try LocalizationExample.samples(
      of: split, rows: rows, with: embedder, head: model.head,
      pictures: pictures ?? "\(split.directory)/Pictures")
    let html = LocalizationPage(
      title: "\(split.name) split of \((split.directory as NSString).lastPathComponent)",
      command: "tbn-dist " + CommandLine.arguments.dropFirst().joined(separator: " "), report: report,
      examples: examples
    ).html
    try AtomicFile.write(Data(html.utf8), to: page)
    StandardError.write("page: \(page)\n")
  }
}
