/// What a machine can do, as a plan needs it. Measured by `MachineProbe`, or told.
package struct MachineRates: Equatable, Sendable {
  /// Floating-point operations a second of one rank in products with very many rows, all ranks at work.
  package var flops: Double
  /// Rows with which products reach half of that.
  package var halfRateRows: Double
  /// Bytes a second that one rank reads and writes in passes over its memory, all ranks of its node at work.
  package var memoryBandwidth: Double
  /// Seconds of a small message between ranks of a node.
  package var nodeLatency: Double
  /// Nil: there is one node.
  package var link: Link?

  /// What is between nodes.
  package struct Link: Equatable, Sendable {
    /// Seconds of a small message between nodes.
    package var latency: Double
    /// Bytes a second out of a node, and as many into it at the same time.
    package var bandwidth: Double

    package init(latency: Double, bandwidth: Double) {
      self.latency = latency
      self.bandwidth = bandwidth
    }
  }

  package init(
    flops: Double, halfRateRows: Double, memoryBandwidth: Double, nodeLatency: Double, link: Link?
  ) {
    self.flops = flops
    self.halfRateRows = halfRateRows
    self.memoryBandwidth = memoryBandwidth
    self.nodeLatency = nodeLatency
    self.link = link
  }

  /// Seconds of products.
  ///
  /// - Parameters:
  ///   - operations: multiplications and additions.
  ///   - rows: of the batch that enter the products; few rows keep a core less busy.
  package func seconds(operations: Double, rows: Int) -> Double {
    guard operations > 0 else { return 0 }
    return operations / flops * (1 + halfRateRows / Double(rows))
  }
}
