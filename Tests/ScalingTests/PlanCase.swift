import Benchmarks
import Training

@testable import Scaling

/// A step and a machine whose times can be worked out by hand.
enum PlanCase {
  /// 8 images, 8 texts; 3 x 2 columns of hidden layers; embeddings of 4.
  static let shape = StepShape(
    images: 8, sentences: 1, imageColumns: 10, textColumns: 20, words: 0, hidden: 2, embedding: 4)

  /// One operation, one byte and one message a second or so: seconds are counts.
  static let rates = MachineRates(
    flops: 1, halfRateRows: 0, memoryBandwidth: 1, nodeLatency: 0,
    link: MachineRates.Link(latency: 0, bandwidth: 1))

  /// The paper's shape on nodes of the kind that clusters have.
  static let paper = StepShape(
    images: 500, sentences: 2, imageColumns: 4096, textColumns: 6000, words: 0, hidden: 2048, embedding: 512)
  static let cluster = MachineRates(
    flops: 1e11, halfRateRows: 50, memoryBandwidth: 5e9, nodeLatency: 1e-6,
    link: MachineRates.Link(latency: 1e-5, bandwidth: 1.25e9))
}
