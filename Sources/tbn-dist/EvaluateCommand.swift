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
    abstract: "Recall of a trained run on a split, both ways; also under mpirun.",
    discussion: """
      A similarity network scores every image with every caption, which takes minutes. With --rerank K it scores for
      each query only the K nearest that the embedding network of --proposals finds.
      """)

  @Argument(help: ArgumentHelp("Run directory of 'tbn-dist train'.", valueName: "run"))
  var runDirectory: String
  @Option(help: "Data directory; without it that of the training.")
  var data: String?
  @Option(help: "Split: files {split}_ims.npy and {split}_caps.txt.")
  var split = "test"
  @Option(help: "Captions of each image, where no ids tell; without it as in the training.")
  var captionsPerImage: Int?
  @Option(help: "Mean over so many consecutive parts of the images (5: COCO 1K).")
  var folds = 1
  @Option(
    help:
      "What is true of a caption: its own image only (own), or every image that has an equal caption (equal-texts)."
  )
  var matches = RetrievalTruth.own
  @Option(help: "Candidates of each query that the similarity network orders; --proposals finds them.")
  var rerank: Int?
  @Option(
    help: "Run directory of the embedding network that proposes candidates; its best checkpoint is taken.")
  var proposals: String?
  @Option(help: "Checkpoint's name; without it the best.")
  var checkpoint: String?
  @Flag(help: "One JSON object instead of a table.")
  var json = false

  func validate() throws {
    try requireCount(captionsPerImage, "captions-per-image")
    guard folds >= 1 else { throw ValidationError("--folds is \(folds); expected at least 1") }
    if let rerank, rerank < 1 { throw ValidationError("--rerank is \(rerank); expected at least 1") }
    guard proposals == nil || rerank != nil else {
      throw ValidationError("--proposals without --rerank; expected how many candidates it proposes")
    }
  }

  func run() throws {
    let command = self
    withWorld { world in
      _ = try ThreadChoice.take(0, world: world)
      let report = try command.evaluate(world)
      if let report { print(command.json ? report.json : report.table) }
      return .done
    }
  }

  private func evaluate(_ world: World) throws -> RetrievalReport? {
    let (model, rows, proposer) = try world.together {
      let (model, rows) = try load()
      return (model, rows, try loadProposer(for: model))
    }
    if world.isRoot { rows.notes.forEach { StandardError.write("warning: \($0)\n") } }
    let split = try world.together { try EncodedSplit(rows, encoder: model.encoder) }
    let (links, otherPairs) = try world.together { try trueLinks(of: rows) }
    var report: RetrievalReport?
    if let head = model.head, let (proposer, count) = proposer {
      let proposed = try world.together { try EncodedSplit(rows, encoder: proposer.encoder) }
      report = try RetrievalReport.rerank(
        count, from: RetrievalStage(proposer.network, proposed, world: world),
        with: RetrievalStage(model.network, split, world: world), head: head,
        links: links, world: world, folds: folds, truth: matches, withCeiling: true)
    } else {
      report = try RetrievalReport.evaluate(
        split, links: links, with: Embedder(network: model.network, world: world), head: model.head,
        world: world, folds: folds, truth: matches, withCeiling: true)
    }
    report?.equalTextPairs = otherPairs
    return report
  }

  /// Which images count as true of which captions, and how many pairs more would if equal texts counted.
  private func trueLinks(of rows: RetrievalSplit) throws -> (links: Links, otherPairs: Int) {
    switch matches {
    case .own: (rows.links, SameTextLinks.addedPairCount(links: rows.links, captions: rows.captions))
    case .equalTexts: (try SameTextLinks(links: rows.links, captions: rows.captions).links, 0)
    }
  }

  private func load() throws -> (TrainedModel, RetrievalSplit) {
    let model = try TrainedModel(run: runDirectory, checkpoint: checkpoint)
    try model.require(.retrieval, of: runDirectory, instead: "localize")
    let rows = try model.retrievalSplit(split, of: data, captionsPerImage: captionsPerImage)
    try rows.validate()
    return (model, rows)
  }

  /// The embedding network that proposes candidates to a similarity network, and how many; nil: none is asked for.
  private func loadProposer(for model: TrainedModel) throws -> (TrainedModel, Int)? {
    guard let rerank else { return nil }
    guard model.head != nil else {
      throw Failure(
        .usage, "--rerank for the run of an embedding network", at: runDirectory,
        expected: "a run of 'tbn-dist train --model similarity'",
        remedy: "leave out --rerank: an embedding network ranks all candidates at once")
    }
    guard let proposals else {
      let origin = model.configuration.warmStart
      throw Failure(
        .usage, "--rerank \(rerank) without a network that proposes candidates", at: runDirectory,
        remedy: origin.isEmpty
          ? "give --proposals RUN, a run of an embedding network"
          : "give --proposals \(origin), the run whose branches this one began with")
    }
    let proposer = try TrainedModel(run: proposals)
    try proposer.require(.retrieval, of: proposals, instead: "localize")
    guard proposer.head == nil else {
      throw Failure(
        .usage, "the run of --proposals is of a similarity network", at: proposals,
        expected: "a run of an embedding network, which finds the nearest of all candidates at once")
    }
    return (proposer, rerank)
  }
}

extension RetrievalTruth: ExpressibleByArgument {}
