import DataParallel
import Failures
import Foundation
import Losses
import MPI
import Optimizers
import Random
import Sampling
import Tensor
import TwoBranch

/// Twenty training steps on synthetic data, the same for any number of ranks.
struct StepScenario {
  let name: String
  let batchImages: Int
  let input: BranchShape.Input
  var head: HeadShape?
  var negatives = NegativeRule(count: 3)
  var negativeScope = NegativeRule.Scope.batch
  var rows = Rows.images(aNeighborhood: 1)
  var precision = Precision.fp32
  /// Of the widths of the hidden layers.
  var hiddenFactor = 1
  /// Whether the batch's blocks are the same for any number of ranks up to eight.
  var isReproducible = false

  /// What stands on the image side.
  enum Rows {
    /// Where a neighbourhood has several, each text has an image that is neither right nor wrong.
    case images(aNeighborhood: Int)
    /// Regions of photos, with phrases: many to many.
    case regions
  }

  /// All that this processor can do.
  static var all: [StepScenario] {
    let hasBFloat16 = (try? Precision.bf16.requireSupport()) != nil
    return single + (hasBFloat16 ? rounded : [])
  }

  /// The same by fixed blocks, and some that are wide enough for the kernels of large products.
  static var reproducible: [StepScenario] {
    (all + wide).map {
      var scenario = $0
      scenario.isReproducible = true
      return scenario
    }
  }

  private static let wide = [
    StepScenario(name: "wide", batchImages: 37, input: .dense, hiddenFactor: 12),
    StepScenario(
      name: "wide similarity", batchImages: 37, input: .sparse,
      head: HeadShape(embedding: 8, hidden: 120, output: 60), hiddenFactor: 12),
  ]

  private static let rounded = [
    StepScenario(name: "bf16, dense", batchImages: 13, input: .dense, precision: .bf16),
    StepScenario(name: "bf16, sparse", batchImages: 13, input: .sparse, precision: .bf16),
    StepScenario(name: "bf16, small batch", batchImages: 3, input: .sparse, precision: .bf16),
    StepScenario(
      name: "similarity, bf16", batchImages: 13, input: .sparse,
      head: HeadShape(embedding: 8, hidden: 10, output: 6), precision: .bf16),
  ]

  private static let single = [
    StepScenario(name: "dense", batchImages: 13, input: .dense),
    StepScenario(name: "sparse", batchImages: 13, input: .sparse),
    StepScenario(name: "small batch", batchImages: 3, input: .sparse),
    StepScenario(
      name: "similarity", batchImages: 13, input: .sparse,
      head: HeadShape(embedding: 8, hidden: 10, output: 6)),
    StepScenario(
      name: "similarity, small batch", batchImages: 3, input: .dense,
      head: HeadShape(embedding: 8, hidden: 10, output: 6)),
    // What is hardest is a comparison of rounded numbers: with a few hundred scores that are not near each other the
    // ranks agree; if two of them met, the losses would be far apart.
    StepScenario(
      name: "similarity, hardest", batchImages: 13, input: .sparse,
      head: HeadShape(embedding: 8, hidden: 10, output: 6),
      negatives: NegativeRule(count: 3, choice: .hardest, candidates: 8)),
    StepScenario(
      name: "similarity, hardest regions", batchImages: 13, input: .dense,
      head: HeadShape(embedding: 8, hidden: 10, output: 6),
      negatives: NegativeRule(
        count: 2, scope: .neighborhoodFirst, sides: .images, choice: .hardest, candidates: 5),
      rows: .images(aNeighborhood: 4)),
    // Five photos a batch: of eight ranks some have none.
    StepScenario(
      name: "localization", batchImages: 5, input: .sparse, negativeScope: .neighborhoodFirst, rows: .regions),
    StepScenario(
      name: "similarity, localization", batchImages: 5, input: .sparse,
      head: HeadShape(embedding: 8, hidden: 10, output: 6),
      negatives: NegativeRule(count: 2, scope: .neighborhoodFirst, sides: .images), rows: .regions),
  ]

  private static let clipNorm = 2.5

  /// Writes scenarios' numbers as JSON, by scenario and name, on rank 0. A collective.
  static func writeReport(_ scenarios: [StepScenario], to path: String, checks: Checks) throws {
    let world = checks.world
    var report: [String: [String: [Double]]] = [:]
    for scenario in scenarios {
      let numbers = try scenario.run(world: world)
      report[scenario.name] = numbers
      let digest = digest(of: numbers)
      let first = try world.communicator.broadcast([digest])
      checks.expectEqual([digest], first, "\(scenario.name): the digest of losses, norms and parameters")
    }
    try world.onRoot { try JSONEncoder().encode(report).write(to: URL(fileURLWithPath: path)) }
  }

  private func run(world: World) throws -> [String: [Double]] {
    let step = try makeStep(world: world)
    let data = data
    var report: [String: [Double]] = [
      "losses": [], "norms": [], "triplets": [], "masked": [], "clip norm": [Self.clipNorm],
    ]
    for (number, batch) in data.batches.enumerated() {
      let links = BatchLinks(links: data.positives, ambiguous: data.ambiguous, batch: batch)
      let partition = BatchPartition(batch, step.dealing, rank: world.rank)
      let outcome = try step.run(
        partition, links: links, inputs: inputs(partition.own, batch), step: number,
        learningRate: Sides(image: 1e-3, text: 2e-3))
      if let sums = outcome.loss as? RankingLossSums {
        report["losses"]? += sums.terms.all
        report["triplets"]?.append(Double(sums.triplets))
      }
      if let sums = outcome.loss as? LogisticLossSums {
        report["losses"]?.append(sums.loss)
        report["pairs", default: []].append(Double(sums.pairs))
      }
      report["norms"]?.append(outcome.gradientNorm)
      report["masked"]?.append(Double(links.maskedPairs))
      report["ambiguous", default: []].append(Double(links.ambiguous?.imagesOfText.pairCount ?? 0))
    }
    return report.merging(state(of: step)) { $1 }
  }

  private var data: StepData {
    switch rows {
    case .images(let count): .images(aBatch: batchImages, aNeighborhood: count)
    case .regions: .regions(photosABatch: batchImages)
    }
  }

  private func makeStep(world: World) throws -> DataParallelStep {
    let shape = NetworkShape(
      image: BranchShape(inputColumns: 11, hidden: 17 * hiddenFactor, embedding: 8, input: .dense),
      text: BranchShape(inputColumns: 23, hidden: 15 * hiddenFactor, embedding: 8, input: input), head: head)
    let layout = ParameterLayout(shape)
    let parameters = try NodeParameters(
      layout: layout, world: world, precision: precision,
      dealing: isReproducible ? BlockDealing(fixedBlocks: 8, ranks: world.size) : nil)
    try parameters.fill(world: world) { layout.initialize(parameters.parameters, seed: 4) }
    return try DataParallelStep(
      network: EmbeddingNetwork(
        shape, layout: layout, flat: parameters.parameters, rounded: parameters.rounded, owner: parameters),
      parameters: parameters, world: world, objective: objective(layout, parameters),
      adam: Adam(weightDecay: 1e-3, decay: .l2),
      dropoutRate: 0.5, clipNorm: Self.clipNorm, seed: 8)
  }

  private func objective(_ layout: ParameterLayout, _ parameters: NodeParameters) -> any BatchLoss {
    guard let head else {
      return RankingLoss(
        margin: 0.2, topViolations: 5,
        weights: RankingTerms(
          sentenceAnchor: 1.5, imageAnchor: 1, imageNeighbors: 0.7, sentenceNeighbors: 0.3),
        negativeScope: negativeScope)
    }
    return SimilarityLoss(
      head: SimilarityHead(
        head, layout: layout, flat: parameters.parameters, rounded: parameters.rounded, owner: parameters),
      negatives: negatives)
  }

  private func inputs(_ slice: BatchSlice, _ batch: GlobalBatch) -> Sides<BranchInput> {
    let images = Matrix(rows: slice.images.count, columns: 11)
    for (place, position) in slice.images.enumerated() {
      var stream = RandomStream(seed: 1, purpose: .synthetic, index: Int(batch.images[position]))
      for column in 0..<11 { images[place, column] = stream.nextNormal() }
    }
    var texts = SparseMatrix(columns: 23)
    for position in slice.texts {
      var stream = RandomStream(seed: 2, purpose: .synthetic, index: Int(batch.texts[position]))
      let words = (0..<Int32(23)).filter { _ in stream.nextUniform() < 0.3 }
      texts.appendRow(columns: words[...], values: words.map { _ in stream.nextNormal() }[...])
    }
    return Sides(image: .dense(images), text: input == .sparse ? .sparse(texts) : .dense(Self.dense(texts)))
  }

  private static func dense(_ sparse: SparseMatrix) -> Matrix {
    let matrix = Matrix(rows: sparse.rows, columns: sparse.columns)
    for row in 0..<sparse.rows {
      for entry in sparse.rowStarts[row]..<sparse.rowStarts[row + 1] {
        matrix[row, Int(sparse.columnIndices[entry])] = sparse.values[entry]
      }
    }
    return matrix
  }

  /// FNV-1a of all bits: the ranks must agree in each of them, or they drift apart.
  private static func digest(of numbers: [String: [Double]]) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for (_, values) in numbers.sorted(by: { $0.key < $1.key }) {
      for value in values { hash = (hash ^ value.bitPattern) &* 0x100_0000_01b3 }
    }
    return Int(truncatingIfNeeded: hash)
  }

  private func state(of step: DataParallelStep) -> [String: [Double]] {
    let parameters = step.parameters
    var state: [String: [Double]] = [:]
    for entry in parameters.layout.entries {
      state[entry.name] = entry.range.map { Double(parameters.parameters[$0]) }
    }
    for side in Side.allCases {
      state["\(side) running mean"] = step.network.running[side].mean.map(Double.init)
      state["\(side) running variance"] = step.network.running[side].variance.map(Double.init)
    }
    if let running = step.objective.head?.running {
      for (name, layer) in [("first", running.first), ("second", running.second)] {
        state["head \(name) running mean"] = layer.mean.map(Double.init)
        state["head \(name) running variance"] = layer.variance.map(Double.init)
      }
    }
    return state
  }
}
