import DataParallel
import Losses
import MPI
import Optimizers
import Tensor
import Training
import TwoBranch

/// Models that were one and the same, until a bit of them flips.
struct DriftScenario {
  let world: World

  /// - Parameter kind: "parameter" flips a bit in the memory of the last rank's node, "estimate" one of what the last
  ///   rank keeps for itself, "none" none.
  func run(_ kind: String) throws {
    let branch = BranchShape(inputColumns: 7, hidden: 32, embedding: 16, input: .dense)
    let step = try step(NetworkShape(image: branch, text: branch, head: nil))
    let check = DriftCheck(world: world)
    var progress = TrainingProgress()
    try check.compare(step, after: progress)
    let isLast = world.rank == world.size - 1
    switch kind {
    case "parameter":
      if isLast { flip(&step.parameters.parameters[step.parameters.layout.count / 2]) }
    case "estimate":
      var running = step.network.running
      if isLast { flip(&running.text.variance[3]) }
      step.restore(running, head: nil)
    default: break
    }
    // What was flipped on one rank of a node, all of it must see before they compare.
    try world.communicator.barrier()
    progress.finishStep(isSkipped: false)
    try check.compare(step, after: progress)
  }

  private var loss: RankingLoss {
    RankingLoss(
      margin: 0.1, topViolations: 3,
      weights: RankingTerms(sentenceAnchor: 1, imageAnchor: 1, imageNeighbors: 0, sentenceNeighbors: 0))
  }

  private func flip(_ number: inout Float) { number = Float(bitPattern: number.bitPattern ^ 1) }

  private func step(_ shape: NetworkShape) throws -> DataParallelStep {
    let parameters = try NodeParameters(layout: ParameterLayout(shape), world: world)
    try parameters.fill(world: world) {
      parameters.layout.initialize(parameters.parameters, seed: 5)
    }
    return try DataParallelStep(
      network: EmbeddingNetwork(
        shape, layout: parameters.layout, flat: parameters.parameters, owner: parameters),
      parameters: parameters, world: world, objective: loss, adam: Adam(weightDecay: 0, decay: .l2),
      dropoutRate: 0, clipNorm: 0, seed: 5)
  }
}
