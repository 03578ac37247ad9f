import MPI
import Tensor

/// Each collective, with answers in closed form.
struct CollectiveChecks {
  let checks: Checks
  private var world: World { checks.world }
  private var communicator: Communicator { world.communicator }
  private var rank: Int { world.rank }
  private var size: Int { world.size }
  /// 1 + 2 + ... + size.
  private var triangle: Int { size * (size + 1) / 2 }

  init(checks: Checks) {
    self.checks = checks
  }

  func run() throws {
    for count in [0, 1, 5, 1000] {
      try allReduce(count, Int.self)
      try allReduce(count, Int64.self)
      try allReduce(count, UInt8.self)
      try allReduceFloats(count, Float.self)
      try allReduceFloats(count, Double.self)
      try broadcast(count)
    }
    try sameBits()
    try broadcastArrays()
    try allGather()
    try allGatherLists()
    try allToAll()
    try gather()
    try reduceScatter()
    try subset()
    try window()
    try agreement()
    try affinity()
  }

  private func allReduce<T: Element & FixedWidthInteger>(_ count: Int, _: T.Type) throws {
    func values(_ factor: Int, _ addend: Int) -> [T] {
      (0..<count).map { T(factor + addend * ($0 % 7)) }
    }
    var sum = values(rank + 1, 1)
    var (least, most) = (sum, sum)
    try communicator.allReduce(&sum)
    try communicator.allReduce(&least, .minimum)
    try communicator.allReduce(&most, .maximum)
    checks.expectEqual(sum, values(triangle, size), "sum of \(count) \(T.self)")
    checks.expectEqual(least, values(1, 1), "least of \(count) \(T.self)")
    checks.expectEqual(most, values(size, 1), "most of \(count) \(T.self)")
  }

  /// Rank r brings r numbers of its own.
  private func allGatherLists() throws {
    let partition = contiguousRanges(Array(0..<size))
    var numbers = [Double](repeating: 0, count: triangle - size)
    for place in partition[rank] { numbers[place] = Double(rank) }
    try communicator.allGather(&numbers, partition: partition)
    let expected = (0..<size).flatMap { [Double](repeating: Double($0), count: $0) }
    checks.expectEqual(numbers, expected, "gathered lists")
  }

  /// Rank r sends r numbers to each rank that is not itself; they arrive in the opposite order of the ranks.
  private func allToAll() throws {
    let sent = (0..<size * size).map { Float(100 * rank + $0) }
    let partition = (0..<size).map { $0 * size..<$0 * size + ($0 == rank ? 0 : rank) }
    let places = (0..<size).map { other in
      let start = (size - 1 - other) * size
      return start..<start + (other == rank ? 0 : other)
    }
    let received = Matrix(rows: size, columns: size)
    received.fill(-1)
    try communicator.allToAll(sent, partition: partition, into: received.pointer, places: places)
    var expected = [Float](repeating: -1, count: size * size)
    for other in 0..<size {
      for (offset, place) in places[other].enumerated() {
        expected[place] = Float(100 * other + rank * size + offset)
      }
    }
    checks.expectEqual(Array(received.elements), expected, "numbers of all for each")
  }

  private func allReduceFloats<T: Element & BinaryFloatingPoint>(_ count: Int, _: T.Type) throws {
    // Halves of whole numbers: exact in every order of summation.
    func values(_ factor: Int) -> [T] { (0..<count).map { T(factor * ($0 + 1)) / 2 } }
    var sum = values(rank + 1)
    var (least, most) = (values(-rank), values(rank))
    try communicator.allReduce(&sum)
    try communicator.allReduce(&least, .minimum)
    try communicator.allReduce(&most, .maximum)
    checks.expectEqual(sum, values(triangle), "sum of \(count) \(T.self)")
    checks.expectEqual(least, values(1 - size), "least of \(count) \(T.self)")
    checks.expectEqual(most, values(size - 1), "most of \(count) \(T.self)")
    checks.expectEqual(try communicator.allReduce(T(rank), .maximum), T(size - 1), "most of one \(T.self)")
  }

  /// Sums that round must round alike everywhere, or the ranks' parameters drift apart.
  private func sameBits() throws {
    var values = (0..<1001).map { 1 / Float(3 + $0 + 7 * rank) }
    try communicator.allReduce(&values)
    let all = try communicator.gather(values.map { Int($0.bitPattern) })
    guard world.isRoot else { return }
    for other in 0..<size {
      checks.expect(all[other * 1001..<(other + 1) * 1001] == all[0..<1001], "rank \(other) has other bits")
    }
  }

  private func broadcast(_ count: Int) throws {
    for root in 0..<size {
      var values = (0..<count).map { Float($0 + 100 * rank) }
      try values.withUnsafeMutableBufferPointer { buffer in
        if let start = buffer.baseAddress { try communicator.broadcast(start, count: count, root: root) }
      }
      checks.expectEqual(values, (0..<count).map { Float($0 + 100 * root) }, "\(count) from rank \(root)")
    }
  }

  private func broadcastArrays() throws {
    for root in 0..<size {
      // The others bring arrays of other lengths, which must not matter; rank 0's is empty.
      let own = [Int](repeating: rank, count: 3 * rank)
      checks.expectEqual(
        try communicator.broadcast(own, root: root), [Int](repeating: root, count: 3 * root),
        "array from rank \(root)")
      let bytes = [UInt8](repeating: UInt8(200 + rank), count: 5)
      checks.expectEqual(
        try communicator.broadcast(bytes, root: root), [UInt8](repeating: UInt8(200 + root), count: 5),
        "bytes from rank \(root)")
    }
  }

  private func allGather() throws {
    for lengths in partitions {
      let partition = contiguousRanges(lengths)
      var values = [Float](repeating: -1, count: lengths.reduce(0, +))
      for index in partition[rank] { values[index] = Float(1000 * rank + index) }
      try values.withUnsafeMutableBufferPointer { buffer in
        if let start = buffer.baseAddress { try communicator.allGather(start, partition: partition) }
      }
      let expected = partition.enumerated().flatMap { rank, range in range.map { Float(1000 * rank + $0) } }
      checks.expectEqual(values, expected, "all of \(lengths)")
    }
  }

  private func gather() throws {
    for lengths in partitions {
      let partition = contiguousRanges(lengths)
      let expected = partition.enumerated().flatMap { rank, range in range.map { Float(1000 * rank + $0) } }
      let own = partition[rank].map { Float(1000 * rank + $0) }
      checks.expectEqual(try communicator.gather(own), world.isRoot ? expected : [], "gathered \(lengths)")
      var received = [Float](repeating: -1, count: expected.count)
      try received.withUnsafeMutableBufferPointer { buffer in
        try communicator.gather(own, into: buffer.baseAddress, partition: partition)
      }
      if world.isRoot { checks.expectEqual(received, expected, "gathered \(lengths) into a buffer") }
    }
  }

  private func reduceScatter() throws {
    for lengths in partitions {
      let partition = contiguousRanges(lengths)
      let values = (0..<lengths.reduce(0, +)).map { Float((rank + 1) * ($0 + 1)) / 2 }
      var received = [Float](repeating: -1, count: lengths[rank] + 1)
      try received.withUnsafeMutableBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return }
        try communicator.reduceScatter(values, into: start, partition: partition)
      }
      let expected = partition[rank].map { Float(triangle * ($0 + 1)) / 2 } + [-1]
      checks.expectEqual(received, expected, "part of the sum by \(lengths)")
    }
  }

  /// Even, uneven with empty parts, all at the last rank, nothing at all.
  private var partitions: [[Int]] {
    let ranks = 0..<size
    return [
      ranks.map { _ in 4 }, ranks.map { $0 % 3 }, ranks.map { $0 == size - 1 ? 5 : 0 }, ranks.map { _ in 0 },
    ]
  }

  private func subset() throws {
    let evens = try communicator.subset(member: rank % 2 == 0)
    checks.expectEqual(evens != nil, rank % 2 == 0, "membership")
    guard let evens else { return }
    checks.expectEqual(evens.rank, rank / 2, "rank among the even ones")
    checks.expectEqual(evens.size, (size + 1) / 2, "number of even ranks")
    let sum = stride(from: 0, to: size, by: 2).reduce(0, +)
    checks.expectEqual(try evens.allReduce(rank, .sum), sum, "sum of the even ranks")
  }

  private func window() throws {
    let node = world.node
    // Odd lengths, none at every third rank.
    let count = node.rank % 3 == 2 ? 0 : 5 + node.rank
    let window = try SharedWindow(count: count, node: node, for: "a test")
    let own = window.part(of: node.rank)
    checks.expect((0..<count).allSatisfy { own[$0] == 0 }, "a window is zero at first")
    for index in 0..<count { own[index] = Float(100 * node.rank + index) }
    try node.barrier()
    for other in 0..<node.size where other % 3 != 2 {
      let part = window.part(of: other)
      let found = (0..<5 + other).map { part[$0] }
      checks.expectEqual(found, (0..<5 + other).map { Float(100 * other + $0) }, "window of rank \(other)")
    }
    try node.barrier()
  }

  private func agreement() throws {
    checks.expectEqual(try world.together { rank * 2 }, rank * 2, "what succeeds on all ranks")
    var ran = false
    try world.onRoot { ran = true }
    checks.expectEqual(ran, world.isRoot, "who ran the root's part")
  }

  private func affinity() throws {
    let own = Affinity.current()
    let share = try CoreShare.current(on: world.node)
    checks.expect(share.cores >= 1 && share.cores <= own.coreCount, "\(share) of \(own.coreCount) cores")
  }
}
