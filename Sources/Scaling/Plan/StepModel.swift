import Benchmarks
import DataParallel
import Foundation
import Training

/// What a training step costs on given ranks of a given machine: a model, not a measurement.
///
/// It follows the step. Forward and loss: each rank has its rows. Backward: each of a node's R ranks computes 1/R of
/// the weights' gradients for the node's rows, so that a node has its sum without adding up. Between N nodes each
/// rank exchanges its 1/R of the gradients: the node's link carries 2 (N - 1) / N of all gradients each way, bucket
/// after bucket, while the backward pass goes on. Then each rank updates its 1/R of the parameters.
///
/// The exchange costs the ranks nothing but the time they wait for it, and collectives need a latency for each
/// doubling of the ranks, whatever the library does with many of them.
package struct StepModel: Sendable {
  package let shape: StepShape
  package let rates: MachineRates

  package init(shape: StepShape, rates: MachineRates) {
    self.shape = shape
    self.rates = rates
  }

  /// - Precondition: `rates` knows the link where there are several nodes.
  package func cost(on placement: RankPlacement, wire: WireFormat) -> StepCost {
    let work = RankWork(shape, placement, wire)
    var cost = StepCost()
    // From when all ranks have the statistics of the backward pass, which its gradients need.
    var time = 0.0
    let buckets = work.gradients.map { gradient in
      time += seconds(gradient.operations, work)
      return (ready: time, transfer: transferSeconds(gradient.parameters, placement, wire))
    }
    let exchange = ExchangeSchedule(buckets, workEnd: time)
    cost.products = seconds(work.operationsBeforeGradients, work) + time
    cost.passes = work.bytes / rates.memoryBandwidth
    cost.collectives =
      2 * statisticsSeconds(placement) + embeddingSeconds(placement) + scalarSeconds(placement)
    cost.exchangeHidden = exchange.hidden
    cost.exchangeShown = exchange.shown
    return cost
  }

  private func seconds(_ operations: Double, _ work: RankWork) -> Double {
    rates.seconds(operations: operations, rows: work.images + work.texts)
  }

  /// Seconds of an all-reduce of one number.
  private func latency(_ placement: RankPlacement) -> Double {
    let inside = Self.doublings(placement.ranksOfNode) * rates.nodeLatency
    guard placement.nodes > 1 else { return inside }
    return inside + Self.doublings(placement.nodes) * link(placement).latency
  }

  /// One all-reduce of sums and sums of squares of each hidden column of both branches.
  private func statisticsSeconds(_ placement: RankPlacement) -> Double {
    latency(placement) + linkSeconds(bytes: Double(4 * shape.hidden * 8), placement)
  }

  /// The gather of all embeddings and the reduce-scatter of their gradients.
  private func embeddingSeconds(_ placement: RankPlacement) -> Double {
    let bytes = Double(shape.images * (1 + shape.sentences) * shape.embedding * 4)
    return 2 * latency(placement) + linkSeconds(bytes: bytes, placement)
  }

  /// The gradient's norm and the loss.
  private func scalarSeconds(_ placement: RankPlacement) -> Double { 2 * latency(placement) }

  /// The reduce-scatter and the all-gather of so many gradients.
  private func transferSeconds(_ parameters: Int, _ placement: RankPlacement, _ wire: WireFormat) -> Double {
    guard placement.nodes > 1 else { return 0 }
    let latency = Self.doublings(placement.nodes) * link(placement).latency
    return 2 * latency + linkSeconds(bytes: Double(parameters) * wire.bytesPerNumber, placement)
  }

  /// What a node's link needs for a reduce-scatter and an all-gather of so many bytes.
  private func linkSeconds(bytes: Double, _ placement: RankPlacement) -> Double {
    guard placement.nodes > 1 else { return 0 }
    let nodes = Double(placement.nodes)
    return 2 * (nodes - 1) / nodes * bytes / link(placement).bandwidth
  }

  private func link(_ placement: RankPlacement) -> MachineRates.Link {
    guard let link = rates.link else {
      preconditionFailure("\(placement.nodes) nodes without a link")
    }
    return link
  }

  private static func doublings(_ count: Int) -> Double { ceil(log2(Double(count))) }
}
