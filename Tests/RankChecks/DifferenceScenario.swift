import Failures
import MPI

/// Collectives that are not the same on all ranks: the last rank calls another one.
struct DifferenceScenario {
  let world: World
  private var communicator: Communicator { world.communicator }
  private var isOther: Bool { world.rank == world.size - 1 }

  func run(_ kind: String) throws {
    try communicator.barrier()
    switch kind {
    case "operation": _ = try communicator.allReduce(Float(1), isOther ? .maximum : .sum)
    case "type":
      if isOther {
        _ = try communicator.allReduce(1.0, .sum)
      } else {
        _ = try communicator.allReduce(1, .sum)
      }
    case "count":
      var numbers = [Float](repeating: 1, count: isOther ? 3 : 4)
      try communicator.allReduce(&numbers)
    case "root": _ = try communicator.broadcast(1, root: isOther ? 1 : 0)
    case "order":
      if isOther { try communicator.barrier() }
      _ = try communicator.allReduce(1, .sum)
      if !isOther { try communicator.barrier() }
    case "started": try startDifferently()
    case "layout": try gatherDifferently()
    default: throw Failure(.usage, "no difference \(kind)")
    }
    throw Failure(.usage, "the difference was not found")
  }

  /// All-gathers of parts that the ranks deal otherwise.
  private func gatherDifferently() throws {
    var numbers = [Float](repeating: 1, count: 2 * communicator.size)
    var lengths = [Int](repeating: 2, count: communicator.size)
    if isOther { (lengths[0], lengths[1]) = (1, 3) }
    let partition = contiguousRanges(lengths)
    try numbers.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      try communicator.allGather(start, partition: partition)
    }
  }

  private func startDifferently() throws {
    let numbers = UnsafeMutablePointer<Float>.allocate(capacity: 8)
    defer { numbers.deallocate() }
    numbers.initialize(repeating: 1, count: 8)
    let lengths = [Int](repeating: isOther ? 1 : 2, count: communicator.size)
    let request = try communicator.startAllGather(numbers, partition: contiguousRanges(lengths))
    try request.wait()
  }
}
