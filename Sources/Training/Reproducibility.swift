import ArgumentParser
import DataParallel
import Failures
import MPI
import Sampling
import Tensor

/// What `--reproducible` asks for: the same bits at every number of ranks.
package struct Reproducibility: Sendable {
  /// Into which a batch is cut, and each weight: as for so many ranks.
  package let blocks: Int

  /// - Throws: `ValidationError` where other choices on the command line exclude it.
  package init(blocks: Int, wire: WireFormat, threads: Int) throws {
    guard blocks >= 1 else {
      throw ValidationError("--reproducible-blocks is \(blocks); expected a number of at least 1")
    }
    guard wire == .fp32 else {
      throw ValidationError(
        "--reproducible with --wire \(wire.rawValue), which rounds each node's sums; expected --wire fp32")
    }
    guard threads <= 1 else {
      throw ValidationError(
        "--reproducible with --threads \(threads), where products round by threads; expected 1, or 0 for 1")
    }
    self.blocks = blocks
  }

  /// Holds the ranks to what the promise needs. A collective over all ranks.
  ///
  /// - Parameter precision: after `resolved`.
  /// - Throws: `Failure(.configuration)` where there are more ranks than blocks, or where a processor computes by other
  ///   code than the others.
  package func require(_ precision: PrecisionChoice, on world: World) throws {
    guard world.size <= blocks else {
      try world.failTogether(
        Failure(
          .configuration, "\(world.size) ranks share the \(blocks) blocks of --reproducible-blocks",
          expected: "a block for each rank",
          remedy: "start at most \(blocks) ranks, or begin a run with --reproducible-blocks \(world.size)"))
    }
    try requireSameKernels(ProcessorKernels.name(usesOneDNN: precision != .fp32), on: world)
  }

  private func requireSameKernels(_ own: String, on world: World) throws {
    let lines = try world.communicator.gather(Array("\(world.hostName)\t\(own)\n".utf8))
    try world.onRoot {
      let ranks = String(decoding: lines, as: UTF8.self).split(separator: "\n").map {
        $0.split(separator: "\t").map(String.init)
      }
      try Self.requireSame(ranks.map { (host: $0[0], kernels: $0[1]) })
    }
  }

  /// - Throws: a failure that names the first rank that is not like most.
  static func requireSame(_ ranks: [(host: String, kernels: String)]) throws {
    let counts = ranks.reduce(into: [:]) { $0[$1.kernels, default: 0] += 1 }
    // Of equally many, those of the lower rank.
    let usual = ranks.indices.max { one, other in
      let (left, right) = (counts[ranks[one].kernels] ?? 0, counts[ranks[other].kernels] ?? 0)
      return left != right ? left < right : one > other
    }
    guard let usual, let odd = ranks.firstIndex(where: { $0.kernels != ranks[usual].kernels }) else { return }
    throw Failure(
      .configuration,
      "rank \(odd) on \(ranks[odd].host) computes by \(ranks[odd].kernels), rank \(usual) on"
        + " \(ranks[usual].host) by \(ranks[usual].kernels)",
      expected: "the same code on all ranks: other code rounds otherwise",
      remedy: "take hosts of one type of processor, or leave out --reproducible")
  }
}

extension TrainingConfiguration {
  /// Nil unless it is asked for.
  ///
  /// - Throws: `ValidationError` where other settings exclude it.
  package func reproducibility() throws -> Reproducibility? {
    reproducible ? try Reproducibility(blocks: reproducibleBlocks, wire: wire, threads: threads) : nil
  }

  /// The threads of each rank's products to ask for.
  package var askedThreads: Int { reproducible ? 1 : threads }

  /// How batches are dealt to so many ranks.
  package func dealing(ranks: Int) -> BlockDealing {
    reproducible
      ? BlockDealing(fixedBlocks: reproducibleBlocks, ranks: ranks) : BlockDealing(ranks: ranks)
  }
}
