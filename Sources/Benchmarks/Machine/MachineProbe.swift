import MPI
import Tensor
import Training
import Statistics

/// Measures what a plan needs to know of the machine on which it runs, with all ranks of the job at work.
package struct MachineProbe {
  private let world: World
  private let shape: StepShape

  /// What was measured; what the job cannot measure is nil.
  package struct Rates: Sendable {
    package let flops: Double
    package let halfRateRows: Double
    package let memoryBandwidth: Double
    /// Nil: one rank a node.
    package let nodeLatency: Double?
    /// Nil: one node.
    package let latency: Double?
    package let bandwidth: Double?
  }

  package init(shape: StepShape, world: World) {
    self.shape = shape
    self.world = world
  }

  /// A collective over all ranks.
  package func run() throws -> Rates {
    let few = 32
    let many = max(256, shape.images)
    let (perOperation, halfRateRows) = Self.line(
      through: (few, try secondsPerOperation(rows: few)), and: (many, try secondsPerOperation(rows: many)))
    let leaders = try world.communicator.subset(member: world.node.isRoot)
    let nodes = try world.node.broadcast(leaders?.size ?? 0)
    return Rates(
      flops: 1 / perOperation, halfRateRows: halfRateRows, memoryBandwidth: try memoryBandwidth(),
      nodeLatency: world.node.size > 1 ? try latency(of: world.node) : nil,
      latency: nodes > 1 ? try acrossNodes(leaders, latency(of:)) : nil,
      bandwidth: nodes > 1 ? try acrossNodes(leaders, bandwidth(of:)) : nil)
  }

  /// Seconds an operation `a (1 + h / rows)` through two measured points.
  ///
  /// - Returns: `a` and `h`; h is 0 where many rows are no faster than few.
  static func line(
    through few: (rows: Int, seconds: Double), and many: (rows: Int, seconds: Double)
  ) -> (perOperation: Double, halfRateRows: Double) {
    let slope = (few.seconds - many.seconds) / (1 / Double(few.rows) - 1 / Double(many.rows))
    let perOperation = many.seconds - slope / Double(many.rows)
    guard slope > 0, perOperation > 0 else { return (many.seconds, 0) }
    return (perOperation, slope / perOperation)
  }

  /// Seconds an operation in the products of a step of the image branch, whose batch is one rank's `rows`.
  private func secondsPerOperation(rows: Int) throws -> Double {
    let (input, hidden) = (shape.imageColumns, shape.hidden)
    let features = Matrix(rows: rows, columns: input)
    let weight = Matrix(rows: hidden, columns: input)
    let activation = Matrix(rows: rows, columns: hidden)
    let gradient = Matrix(rows: hidden, columns: input)
    for matrix in [features, weight, activation] { matrix.fill(0.5) }
    let seconds = try median(of: 5) {
      multiply(.plain(features), .transposed(weight), into: activation)
      multiply(.transposed(activation), .plain(features), into: gradient)
    }
    return seconds / (4 * Double(rows) * Double(input) * Double(hidden))
  }

  /// Two arrays larger than any cache are read and one of them is written.
  private func memoryBandwidth() throws -> Double {
    let (sum, addend) = (Matrix(rows: 4096, columns: 4096), Matrix(rows: 4096, columns: 4096))
    addend.fill(1)
    let seconds = try median(of: 5) {
      let (sum, addend) = (sum.pointer, addend.pointer)
      for index in 0..<4096 * 4096 { sum[index] += addend[index] }
    }
    return Double(3 * 4 * sum.count) / seconds
  }

  /// Seconds of an all-reduce of one number, for each doubling of the ranks.
  private func latency(of group: Communicator) throws -> Double {
    let repeats = 200
    let seconds = try median(of: 5, in: group) {
      for _ in 0..<repeats { _ = try group.allReduce(1.0, .sum) }
    }
    var doublings = 0
    while 1 << doublings < group.size { doublings += 1 }
    return seconds / Double(repeats * doublings)
  }

  /// Bytes a second out of each node while as many come in.
  private func bandwidth(of leaders: Communicator) throws -> Double {
    let part = 4 << 20
    let data = Matrix(rows: leaders.size, columns: part)
    let partition = (0..<leaders.size).map { $0 * part..<($0 + 1) * part }
    let seconds = try median(of: 3, in: leaders) { try leaders.allGather(data.pointer, partition: partition) }
    return Double(4 * part * (leaders.size - 1)) / seconds
  }

  /// Lets the first rank of each node measure, and tells the others.
  private func acrossNodes(
    _ leaders: Communicator?, _ measure: (Communicator) throws -> Double
  ) throws -> Double {
    try world.node.broadcast(try leaders.map(measure) ?? 0)
  }

  private func median(of repeats: Int, _ body: () throws -> Void) throws -> Double {
    try median(of: repeats, in: world.communicator, body)
  }

  /// Seconds of `body` on the slowest rank, which all begin together; the middle one of several times, after one
  /// that does not count. A collective.
  private func median(of repeats: Int, in group: Communicator, _ body: () throws -> Void) throws -> Double {
    try body()
    return Statistics.median(
      try (0..<repeats).map { _ in
        try group.barrier()
        let start = ContinuousClock.now
        try body()
        let spent = (ContinuousClock.now - start).components
        return try group.allReduce(Double(spent.seconds) + Double(spent.attoseconds) * 1e-18, .maximum)
      })
  }
}
