import DataParallel
import MPI
import Optimizers
import Sampling
import Tensor
import TwoBranch

/// The gather of embeddings and the node's shared state, with answers in closed form.
struct ExchangeChecks {
  let checks: Checks
  private var world: World { checks.world }
  private var triangle: Int { world.size * (world.size + 1) / 2 }

  func run() throws {
    for imageCount in [1, 3, 13] {
      try exchange(imageCount: imageCount, BlockDealing(ranks: world.size))
      for extra in [0, 1, 5] {
        try exchange(
          imageCount: imageCount, BlockDealing(fixedBlocks: world.size + extra, ranks: world.size))
      }
    }
    for hidden in [1, 7, 40] {
      for wire in WireFormat.allCases { try parameters(hidden: hidden, wire) }
    }
  }

  /// Of `imageCount` images with one or two texts each.
  private func exchange(imageCount: Int, _ dealing: BlockDealing) throws {
    let starts = (0...imageCount).map { $0 + $0 / 2 }
    let batch = GlobalBatch(
      images: (0..<Int32(imageCount)).map { $0 }, texts: (0..<Int32(starts[imageCount])).map { $0 },
      textStarts: starts)
    let partition = BatchPartition(batch, dealing, rank: world.rank)
    let slices = partition.slices
    let exchange = EmbeddingExchange(partition, width: 3, communicator: world.communicator)
    for side in Side.allCases { exchange.own[side].fill(Float(world.rank + 1)) }
    try exchange.gather()
    for side in Side.allCases {
      let owners = slices.enumerated().flatMap { rank, slice in
        [Float](repeating: Float(rank + 1), count: 3 * (side == .image ? slice.images : slice.texts).count)
      }
      checks.expectEqual(Array(exchange.embeddings[side].elements), owners, "embeddings of \(side)")
      for (block, gradients) in zip(dealing.blocks(ofRank: world.rank), exchange.gradients) {
        for index in owners.indices {
          gradients[side].pointer[index] = Float((block + 1) * (index + 1))
        }
      }
    }
    let scattered = exchange.own.map { Matrix(rows: $0.rows, columns: 3) }
    try exchange.reduceScatter(into: scattered)
    for side in Side.allCases {
      let rows = side == .image ? slices[world.rank].images : slices[world.rank].texts
      let expected = (3 * rows.lowerBound..<3 * rows.upperBound).map {
        Float(dealing.blockCount * (dealing.blockCount + 1) / 2 * ($0 + 1))
      }
      checks.expectEqual(Array(scattered[side].elements), expected, "gradients of \(side)")
    }
  }

  /// Small whole numbers, which either format holds exactly.
  private func parameters(hidden: Int, _ wire: WireFormat) throws {
    let branch = BranchShape(inputColumns: 3, hidden: hidden, embedding: 2, input: .dense)
    let layout = ParameterLayout(NetworkShape(image: branch, text: branch))
    let state = try NodeParameters(layout: layout, world: world, wire: wire)
    let all = 0..<layout.count
    checks.expect(all.allSatisfy { state.parameters[$0] == 0 && state.gradients[$0] == 0 }, "zero at first")
    try world.node.barrier()
    try state.fill(world: world) { for index in all { state.parameters[index] = Float(index) } }
    checks.expect(all.allSatisfy { state.parameters[$0] == Float($0) }, "what the root filled in")

    // What the ranks of a node bring together is the sum of r + 1 over them for images, minus that for texts; each
    // stores its share of it.
    let brought = try world.node.allReduce(world.rank + 1, .sum)
    for entry in layout.entries {
      for index in entry.range(state.share) {
        state.gradients[index] = Float(brought * (entry.side == .image ? 1 : -1))
      }
    }
    for index in 0..<2 {
      try state.startReducing(
        layout.entries.filter { $0.name.contains("fc1") }, piece: ParameterShare(index: index, count: 2))
    }
    try state.startReducing(layout.entries.filter { !$0.name.contains("fc1") })
    let norm = try state.reduceGradients()
    let expected = Double(triangle) * Double(layout.parameterCount).squareRoot()
    checks.expect(abs(norm - expected) < 1e-9 * expected, "norm \(norm), not \(expected)")

    let adam = Adam(weightDecay: 0, decay: .l2)
    try state.update(
      adam, step: 1, learningRate: Sides(image: 0.5, text: 0.25), gradientScale: 1 / Double(triangle))
    for entry in layout.entries {
      let moved: Float = entry.side == .image ? -0.5 : 0.25
      for index in entry.range {
        let error = abs(state.parameters[index] - Float(index) - moved)
        checks.expect(error < 1e-3, "\(entry.name), element \(index): \(state.parameters[index])")
        checks.expect(abs(abs(state.firstMoments[index]) - 0.1) < 1e-6, "first moment \(index)")
        checks.expect(abs(state.secondMoments[index] - 0.001) < 1e-8, "second moment \(index)")
      }
    }
    let padding = Set(all).subtracting(layout.entries.flatMap(\.range))
    checks.expect(padding.allSatisfy { state.parameters[$0] == Float($0) }, "padding is left alone")
    try world.node.barrier()
  }
}
