import Checkpoints
import DataParallel
import Failures
import Files
import Foundation
import Losses
import MPI
import Optimizers
import Sampling
import Tensor
import TwoBranch

extension Trainer {
  /// Builds a trainer on data that are loaded, at the newest checkpoint of the run or at its beginning.
  ///
  /// A collective over all ranks.
  package static func assemble(
    _ configuration: TrainingConfiguration, data: TrainingData, run: OpenRun, world: World
  ) throws -> Trainer {
    let shape = data.encoder.networkShape(configuration)
    let layout = ParameterLayout(shape)
    let (precision, dealing) = (configuration.precision.precision, configuration.dealing(ranks: world.size))
    let batch = data.sampler.epoch(0).batch(0)
    let memory = try NodeMemory(
      layout, shape, precision: precision, dealing: dealing, batch: batch,
      entries: { data.train.entryCount($0, of: batch, $1) }, world: world)
    let turn = try memory.require(on: world)
    let parameters = try NodeParameters(
      layout: layout, world: world, precision: precision, wire: configuration.wire, dealing: dealing)
    let network = EmbeddingNetwork(
      shape, layout: layout, flat: parameters.parameters, rounded: parameters.rounded, owner: parameters)
    let step = try DataParallelStep(
      network: network, parameters: parameters, world: world,
      objective: shape.loss(configuration, NegativeRule(configuration), parameters),
      adam: Adam(weightDecay: configuration.weightDecay, decay: configuration.weightDecayKind),
      dropoutRate: configuration.dropout, clipNorm: configuration.clipNorm, seed: configuration.seed)
    try step.take(memory)
    turn.end()
    let progress = try begin(run, configuration, data, step, world)
    let reader = try BatchReader(
      BatchOrder(data.sampler, after: progress, configuration), rank: world.rank, of: step.dealing,
      from: data.train)
    return try Trainer(
      world: world, configuration: configuration, data: data, step: step, run: run, progress: progress,
      reader: reader)
  }

  private static func begin(
    _ run: OpenRun, _ configuration: TrainingConfiguration, _ data: TrainingData, _ step: DataParallelStep,
    _ world: World
  ) throws -> TrainingProgress {
    var state = RestoredState(running: step.network.running, head: step.objective.head?.running)
    try step.parameters.fill(world: world) {
      try run.prepare()
      if let begun = run.begun {
        state = try restore(begun, data, step)
        try run.directory.checkpoints.markIfBest(begun)
      } else {
        step.parameters.layout.initialize(step.parameters.parameters, seed: configuration.seed)
        if !configuration.warmStart.isEmpty {
          state.running = try warmStart(from: configuration.warmStart, data, step)
        }
      }
      if !state.progress.isOver(configuration) { try run.directory.write(configuration) }
    }
    state = try world.fromRoot { state }
    step.restore(state.running, head: state.head)
    return state.progress
  }

  /// Copies the branches of another run, whose running estimates it returns. Rank 0.
  ///
  /// - Throws: when those branches have other widths, or were trained on inputs that were encoded otherwise.
  private static func warmStart(
    from path: String, _ data: TrainingData, _ step: DataParallelStep
  ) throws -> Sides<RunningStatistics> {
    let checkpoint = try TrainedModel.checkpoint(of: RunDirectory(path: path))
    let record = try RunRecord(contentsOf: try checkpoint.path(of: RunRecord.fileName))
    guard try EncoderFiles.read(checkpoint, record) == data.encoder else {
      throw Failure(
        .configuration, "the branches of --warm-start read other inputs than these", at: path,
        expected: "a run on the same training split, with the same preparation of images and texts",
        remedy: "train that run anew on these data, or leave out --warm-start")
    }
    try ModelFiles.readBranches(checkpoint, step.parameters.layout, into: step.parameters.parameters)
    return try ModelFiles.readRunning(checkpoint, step.network.shape)
  }

  /// - Throws: for a batch that its epoch does not have.
  private static func require(
    _ progress: TrainingProgress, isIn sampler: any BatchSampler, at path: String
  ) throws {
    let count = sampler.batchCount(ofEpoch: progress.epoch)
    guard progress.batch > count else { return }
    throw Failure(
      .badData, "batch \(progress.batch) of an epoch", at: path, expected: "at most \(count)",
      remedy: "remove this checkpoint to go on from the one before")
  }

  private static func restore(
    _ begun: RunOrigin, _ data: TrainingData, _ step: DataParallelStep
  ) throws -> RestoredState {
    let (record, checkpoint) = (begun.record, begun.checkpoint)
    try require(record.progress, isIn: data.sampler, at: checkpoint.path)
    let parameters = step.parameters
    try ModelFiles.readModel(checkpoint, parameters.layout, into: parameters.parameters)
    try ModelFiles.readMoments(
      checkpoint, parameters.layout, first: parameters.firstMoments, second: parameters.secondMoments)
    return RestoredState(
      progress: record.progress, running: try ModelFiles.readRunning(checkpoint, step.network.shape),
      head: try ModelFiles.readHead(checkpoint, step.network.shape))
  }
}

extension CheckpointDirectory {
  /// Names the checkpoint as the best where it is, but its job ended between writing it and saying so.
  fileprivate func markIfBest(_ begun: RunOrigin) throws {
    let progress = begun.record.progress
    guard let best = progress.best, best.step == progress.step else { return }
    if try bestName() != begun.checkpoint.name { try markBest(begun.checkpoint.name) }
  }
}

/// What every rank must know of a checkpoint that rank 0 has read, besides what stands in shared memory.
private struct RestoredState: Codable {
  var progress = TrainingProgress()
  var running: Sides<RunningStatistics>
  /// Of the similarity network.
  var head: HeadStatistics?
}

extension NetworkShape {
  /// The loss of the network of this shape.
  package func loss(
    _ configuration: TrainingConfiguration, _ negatives: NegativeRule, _ parameters: NodeParameters
  ) -> any BatchLoss {
    guard let head else { return RankingLoss(configuration) }
    return SimilarityLoss(
      head: SimilarityHead(
        head, layout: parameters.layout, flat: parameters.parameters, rounded: parameters.rounded,
        owner: parameters),
      negatives: negatives)
  }
}

extension NegativeRule {
  init(_ configuration: TrainingConfiguration) {
    self.init(
      count: configuration.negatives, scope: configuration.negativeScope, sides: configuration.negativeSides,
      choice: configuration.negativeChoice, candidates: configuration.hardCandidates)
  }
}

extension RankingLoss {
  init(_ configuration: TrainingConfiguration) {
    self.init(
      margin: configuration.margin, topViolations: configuration.topViolations,
      weights: RankingTerms(
        sentenceAnchor: configuration.weightSentenceAnchor, imageAnchor: configuration.weightImageAnchor,
        imageNeighbors: configuration.weightImageNeighbors,
        sentenceNeighbors: configuration.weightSentenceNeighbors),
      negativeScope: configuration.negativeScope)
  }
}
