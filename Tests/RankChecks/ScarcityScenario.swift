import DataParallel
import Failures
import Foundation
import Losses
import MPI
import Optimizers
import Sampling
import Tensor
import Threading
import TwoBranch

/// A system that does not give the last rank, or its node, what it needs: an end at once, with one message.
struct ScarcityScenario {
  let world: World

  /// - Parameter kind: of what there is not enough.
  func run(_ kind: String) throws {
    switch kind {
    case "threads":
      try limitAddressSpaceOfLastRank(toMore: 4 << 20)
      try world.together { try StartedThread.require(64) }
    case "products":
      try limitAddressSpaceOfLastRank(toMore: 32 << 20)
      try world.together { try BLAS.start(threads: 1) }
    case "window":
      try limitAddressSpaceOfLastRank(toMore: 32 << 20)
      _ = try SharedWindow(count: 1 << 24, node: world.node, for: "a test")
    case "growth":
      // Wide rows: ten texts fit into a few megabytes, a thousand do not.
      let step = try step()
      _ = try step.inputs(for: BatchPartition(batch(of: 10), step.dealing, rank: world.rank))
      _ = try step.inputs(for: BatchPartition(batch(of: 1000), step.dealing, rank: world.rank))
    default: throw Failure(.usage, "no scarcity of \(kind)")
    }
    throw Failure(.software, "there was enough for all")
  }

  private func limitAddressSpaceOfLastRank(toMore bytes: Int) throws {
    guard world.rank == world.size - 1 else { return }
    let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ").first
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    limit.rlim_cur = rlim_t((pages.flatMap { Int($0) } ?? 0) * 4096 + bytes)
    guard setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else {
      throw Failure(.software, "the limit on address space cannot be set")
    }
  }

  private func batch(of count: Int) -> GlobalBatch {
    GlobalBatch(
      images: (0..<Int32(count)).map { $0 }, texts: (0..<Int32(count)).map { $0 },
      textStarts: Array(0...count))
  }

  private func step() throws -> DataParallelStep {
    let branch = BranchShape(inputColumns: 7, hidden: 2048, embedding: 8, input: .dense)
    let shape = NetworkShape(image: branch, text: branch, head: nil)
    let parameters = try NodeParameters(layout: ParameterLayout(shape), world: world)
    let loss = RankingLoss(
      margin: 0.1, topViolations: 3,
      weights: RankingTerms(sentenceAnchor: 1, imageAnchor: 1, imageNeighbors: 0, sentenceNeighbors: 0))
    return try DataParallelStep(
      network: EmbeddingNetwork(
        shape, layout: parameters.layout, flat: parameters.parameters, owner: parameters),
      parameters: parameters, world: world, objective: loss, adam: Adam(weightDecay: 0, decay: .l2),
      dropoutRate: 0, clipNorm: 0, seed: 5)
  }
}
