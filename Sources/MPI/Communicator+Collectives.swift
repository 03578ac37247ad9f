import CMPI
import Failures

extension Communicator {
  /// Sends `count` numbers at `data` from rank `root` to all.
  package func broadcast<T: Element>(_ data: UnsafeMutablePointer<T>, count: Int, root: Int = 0) throws {
    try forEachChunk(of: count) { start, length in
      try agree(on: CollectiveCall(.broadcast, T.type, count: Int(length), root: root))
      try check(cmpi_broadcast(data + start, length, T.type, Int32(root), handle), "MPI_Bcast")
    }
  }

  /// A number of rank `root`, on all ranks.
  package func broadcast<T: Element>(_ value: T, root: Int = 0) throws -> T {
    var result = value
    try withUnsafeMutablePointer(to: &result) { try broadcast($0, count: 1, root: root) }
    return result
  }

  /// An array of rank `root`, of any length, on all ranks.
  @inline(never)  // see `allReduce` of an array
  package func broadcast<T: Element & ExpressibleByIntegerLiteral>(_ values: [T], root: Int = 0) throws -> [T]
  {
    let count = try broadcast(values.count, root: root)
    var result = rank == root ? values : [T](repeating: 0, count: count)
    try result.withUnsafeMutableBufferPointer { try broadcast($0, root: root) }
    return result
  }

  private func broadcast<T: Element>(_ buffer: UnsafeMutableBufferPointer<T>, root: Int) throws {
    guard let start = buffer.baseAddress else { return }
    try broadcast(start, count: buffer.count, root: root)
  }

  /// Reduces `count` numbers at `data` over all ranks, in place, with the same bits on every rank.
  package func allReduce<T: Element>(
    _ data: UnsafeMutablePointer<T>, count: Int, _ reduction: Reduction = .sum
  ) throws {
    guard size > 1 else { return }
    try forEachChunk(of: count) { start, length in
      try agree(on: CollectiveCall(.allReduce, T.type, count: Int(length), reduction.operation))
      try check(
        cmpi_all_reduce_in_place(data + start, length, T.type, reduction.operation, handle), "MPI_Allreduce")
    }
  }

  // Never inlined: Swift 6.3.1 takes what an array was before `withUnsafeMutableBufferPointer` for what it is after,
  // where it sees both: `var a = [x]; a.withUnsafeMutableBufferPointer { ... }; a[0]` becomes x.
  @inline(never)
  package func allReduce<T: Element>(_ values: inout [T], _ reduction: Reduction = .sum) throws {
    try values.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return }
      try allReduce(start, count: buffer.count, reduction)
    }
  }

  package func allReduce<T: Element>(_ value: T, _ reduction: Reduction) throws -> T {
    var result = value
    try withUnsafeMutablePointer(to: &result) { try allReduce($0, count: 1, reduction) }
    return result
  }

  /// Completes `data` on every rank: rank r has brought elements `partition[r]` of it.
  package func allGather(_ data: UnsafeMutablePointer<Float>, partition: [Range<Int>]) throws {
    guard size > 1 else { return }
    let (counts, starts) = try int32Layout(of: partition)
    try agree(on: CollectiveCall(.allGather, CMPI_FLOAT, counts: counts))
    try check(
      cmpi_all_gather_in_place(data, counts, starts, CMPI_FLOAT, handle), "MPI_Allgatherv")
  }

  /// Brings `count` numbers of every rank to the root, in rank order; empty elsewhere.
  package func gather<T: Element & ExpressibleByIntegerLiteral>(_ own: [T]) throws -> [T] {
    var lengths = [Int](repeating: 0, count: size)
    lengths[rank] = own.count
    try allReduce(&lengths)
    let partition = contiguousRanges(lengths)
    let (counts, starts) = try int32Layout(of: partition)
    try agree(on: CollectiveCall(.gather, T.type, counts: counts, root: 0))
    var received = [T](repeating: 0, count: isRoot ? lengths.reduce(0, +) : 0)
    try received.withUnsafeMutableBufferPointer { buffer in
      try check(
        cmpi_gather(own, Int32(own.count), buffer.baseAddress, counts, starts, T.type, 0, handle),
        "MPI_Gatherv")
    }
    return received
  }

  /// Brings every rank's part to the root: rank r has `partition[r].count` numbers at `own`, which go to elements
  /// `partition[r]` of `received`. `received` matters on the root only.
  package func gather(
    _ own: UnsafePointer<Float>, into received: UnsafeMutablePointer<Float>?, partition: [Range<Int>]
  ) throws {
    let (counts, starts) = try int32Layout(of: partition)
    try agree(on: CollectiveCall(.gather, CMPI_FLOAT, counts: counts, root: 0))
    try check(cmpi_gather(own, counts[rank], received, counts, starts, CMPI_FLOAT, 0, handle), "MPI_Gatherv")
  }

  /// Sums `data` over ranks; `received` gets the sum's elements `partition[rank]`.
  ///
  /// - Precondition: the ranges of `partition` follow each other from 0, one a rank.
  package func reduceScatter(
    _ data: UnsafePointer<Float>, into received: UnsafeMutablePointer<Float>, partition: [Range<Int>]
  ) throws {
    guard size > 1 else {
      received.update(from: data, count: partition[0].count)
      return
    }
    let (counts, _) = try int32Layout(of: partition)
    try agree(on: CollectiveCall(.reduceScatter, CMPI_FLOAT, counts: counts, CMPI_SUM))
    try check(cmpi_reduce_scatter(data, received, counts, CMPI_FLOAT, handle), "MPI_Reduce_scatter")
  }

  /// MPI 3 counts are C ints: longer transfers go in pieces.
  private func forEachChunk(of count: Int, _ body: (Int, Int32) throws -> Void) rethrows {
    let limit = 1 << 28
    for start in stride(from: 0, to: count, by: limit) {
      try body(start, Int32(min(limit, count - start)))
    }
  }

  func int32Layout(of partition: [Range<Int>]) throws -> (counts: [Int32], starts: [Int32]) {
    precondition(partition.count == size, "\(partition.count) ranges for \(size) ranks")
    guard let last = partition.last, last.upperBound <= Int32.max else {
      throw Failure(
        .unavailable, "one exchange of \(partition.last?.upperBound ?? 0) numbers",
        expected: "at most \(Int32.max)", remedy: "make the batch or the embedding smaller")
    }
    return (partition.map { Int32($0.count) }, partition.map { Int32($0.lowerBound) })
  }
}

/// The ranges of the given lengths that follow each other from 0.
package func contiguousRanges(_ lengths: [Int]) -> [Range<Int>] {
  var start = 0
  return lengths.map { length in
    defer { start += length }
    return start..<start + length
  }
}
