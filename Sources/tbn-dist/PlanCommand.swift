import Benchmarks
import ArgumentParser
import DataParallel
import Failures
import Foundation
import MPI
import Scaling
import Training

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "What a step would cost on many ranks, by a model of the machine; nothing is trained.",
    discussion: """
      Of the embedding network in fp32. What the machine can do is told, or measured where the command runs (--measure, \
      also under mpirun); what is told goes before what is measured.
      """)

  @Option(help: "Numbers of ranks, with commas.")
  var ranks = RankCounts(counts: [8, 64, 512, 4096])
  @Option(help: "Ranks on each node; without it as many as this job has on one.")
  var ranksPerNode: Int?
  @Option(help: "strong: the global batch stays the same; weak: that of a rank. Without it both.")
  var mode: ScalingMode?
  @Option(help: "Gradients between nodes: fp32 or bf16. The other stands beside it.")
  var wire = WireFormat.fp32
  @OptionGroup var machine: MachineOptions
  @OptionGroup var shape: ShapeOptions
  @Option(help: "Images of each rank, in weak scaling.")
  var imagesPerRank = 250
  @Option(help: "A directory of Launch/scale: also predict what was measured there, with its shape.")
  var compare: String?
  @Flag(help: "One JSON object instead of tables.")
  var json = false

  func validate() throws {
    guard ranksPerNode ?? 1 >= 1 else {
      throw ValidationError("--ranks-per-node is \(ranksPerNode ?? 0); expected at least 1")
    }
    guard (1...1 << 20).contains(imagesPerRank) else {
      throw ValidationError("--images-per-rank is \(imagesPerRank); expected 1 to \(1 << 20)")
    }
  }

  func run() throws {
    let command = self
    withWorld { world in
      let measured = try world.together { try command.measuredSteps() }
      let shape = measured?.series.first?.base.shape ?? command.shape.step()
      let ranksPerNode = command.ranksPerNode ?? world.node.size
      let nodes =
        [
          command.ranks.counts.map { RankPlacement(ranks: $0, ranksPerNode: ranksPerNode).nodes },
          measured?.series.flatMap(\.points).map(\.hosts) ?? [],
        ].joined().max() ?? 1
      let rates = try command.machine.rates(of: shape, needsLink: nodes > 1, world: world)
      guard world.isRoot else { return .done }
      let plans = (command.mode.map { [$0] } ?? ScalingMode.allCases).map { mode in
        ScalingPlan(
          mode: mode, shape: command.shape.step(images: mode == .strong ? nil : command.imagesPerRank),
          rates: rates, ranks: command.ranks.counts,
          ranksPerNode: ranksPerNode)
      }
      let comparison = try measured.map { try PlanComparison($0, rates: rates) }
      print(command.json ? try Self.record(rates, plans, comparison) : command.text(rates, plans, comparison))
      return .done
    }
  }

  private func measuredSteps() throws -> ScalingReport? {
    try compare.map { try ScalingReport(try Measurement.read("\($0)/measurements.jsonl")) }
  }

  private func text(_ rates: MachineRates, _ plans: [ScalingPlan], _ comparison: PlanComparison?) -> String {
    ([rates.description] + (comparison.map { [$0.table] } ?? []) + plans.map { $0.table(wire) })
      .joined(separator: "\n\n")
  }

  private static func record(
    _ rates: MachineRates, _ plans: [ScalingPlan], _ comparison: PlanComparison?
  ) throws -> String {
    var record: [String: Any] = ["machine": rates.record, "plans": plans.map(\.record)]
    record["comparison"] = comparison?.records
    let data = try JSONSerialization.data(withJSONObject: record, options: [.sortedKeys])
    return String(decoding: data, as: UTF8.self)
  }
}

extension ScalingMode: ExpressibleByArgument {}
