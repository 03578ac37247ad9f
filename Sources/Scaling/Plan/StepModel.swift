import Foundation

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
  package func cost(on placement: Placement, wire: WireFormat) -> StepCost {
    let work = RankWork(shape, placement)
    var cost = StepCost()
    let textLayer = seconds(work.textFirstLayer, work)
    let imageLayer = seconds(work.imageFirstLayer, work)
    cost.products = seconds(work.untilSecondLayers, work) + textLayer + imageLayer
    cost.passes = work.bytes / rates.memoryBandwidth
    let statistics = statisticsSeconds(placement)
    cost.collectives = 2 * statistics + embeddingSeconds(placement) + scalarSeconds(placement)

    // From when the second layers' gradients stand: statistics, then the first layers.
    let textReady = statistics + textLayer
    let imageReady = textReady + imageLayer
    let ready: [StepShape.Bucket: Double] = [
      .secondLayers: 0, .textFirstLayer: textReady, .imageFirstLayer: imageReady,
    ]
    let exchange = ExchangeSchedule(
      StepShape.Bucket.allCases.map { (ready[$0, default: 0], transferSeconds($0, placement, wire)) },
      workEnd: imageReady)
    cost.exchangeHidden = exchange.hidden
    cost.exchangeShown = exchange.shown
    return cost
  }

  private func seconds(_ operations: Double, _ work: RankWork) -> Double {
    rates.seconds(operations: operations, rows: work.images + work.texts)
  }

  /// Seconds of an all-reduce of one number.
  private func latency(_ placement: Placement) -> Double {
    let inside = Self.doublings(placement.ranksOfNode) * rates.nodeLatency
    guard placement.nodes > 1 else { return inside }
    return inside + Self.doublings(placement.nodes) * link(placement).latency
  }

  /// One all-reduce of sums and sums of squares of each hidden column of both branches.
  private func statisticsSeconds(_ placement: Placement) -> Double {
    latency(placement) + linkSeconds(bytes: Double(4 * shape.hidden * 8), placement)
  }

  /// The gather of all embeddings and the reduce-scatter of their gradients.
  private func embeddingSeconds(_ placement: Placement) -> Double {
    let bytes = Double((shape.images + shape.texts) * shape.embedding * 4)
    return 2 * latency(placement) + linkSeconds(bytes: bytes, placement)
  }

  /// The gradient's norm and the loss.
  private func scalarSeconds(_ placement: Placement) -> Double { 2 * latency(placement) }

  private func transferSeconds(
    _ bucket: StepShape.Bucket, _ placement: Placement, _ wire: WireFormat
  ) -> Double {
    guard placement.nodes > 1 else { return 0 }
    let bytes = Double(shape.parameters(of: bucket)) * wire.bytesPerNumber
    let latency = Self.doublings(placement.nodes) * link(placement).latency
    return 2 * latency + linkSeconds(bytes: bytes, placement)
  }

  /// What a node's link needs for a reduce-scatter and an all-gather of so many bytes.
  private func linkSeconds(bytes: Double, _ placement: Placement) -> Double {
    guard placement.nodes > 1 else { return 0 }
    let nodes = Double(placement.nodes)
    return 2 * (nodes - 1) / nodes * bytes / link(placement).bandwidth
  }

  private func link(_ placement: Placement) -> MachineRates.Link {
    guard let link = rates.link else {
      preconditionFailure("\(placement.nodes) nodes without a link")
    }
    return link
  }

  private static func doublings(_ count: Int) -> Double { ceil(log2(Double(count))) }
}
