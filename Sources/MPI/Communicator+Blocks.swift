import CMPI

extension Communicator {
  /// Completes a list on every rank: rank r has brought elements `partition[r]` of it.
  @inline(never)  // see `allReduce` of an array
  package func allGather<T: Element>(_ values: inout [T], partition: [Range<Int>]) throws {
    precondition(partition.last?.upperBound ?? 0 <= values.count, "the last range ends outside the list")
    guard size > 1 else { return }
    let (counts, starts) = try int32Layout(of: partition)
    try agree(on: CollectiveCall(.allGather, T.type, counts: counts))
    try values.withUnsafeMutableBufferPointer { buffer in
      guard let data = buffer.baseAddress else { return }
      try check(cmpi_all_gather_in_place(data, counts, starts, T.type, handle), "MPI_Allgatherv")
    }
  }

  /// A list of every rank, each of any length, on all ranks, in their order.
  package func allGather<T: Element & ExpressibleByIntegerLiteral>(_ own: [T]) throws -> [[T]] {
    var lengths = [Int](repeating: 0, count: size)
    lengths[rank] = own.count
    try allReduce(&lengths)
    let partition = contiguousRanges(lengths)
    var all = [T](repeating: 0, count: partition.last?.upperBound ?? 0)
    all.replaceSubrange(partition[rank], with: own)
    try allGather(&all, partition: partition)
    return partition.map { Array(all[$0]) }
  }

  /// Sends elements `partition[r]` of `sent` to each rank r; what rank r sends here goes to elements `places[r]` of
  /// `received`, which may stand in any order. Both may be empty.
  package func allToAll(
    _ sent: UnsafePointer<Float>, partition: [Range<Int>], into received: UnsafeMutablePointer<Float>,
    places: [Range<Int>]
  ) throws {
    let (counts, starts) = try int32Layout(of: partition)
    let (receivedCounts, receivedStarts) = try int32Layout(of: places)
    // What each rank sends differs.
    let call = CollectiveCall(.startAllToAll, Float.type)
    let handle = handle
    let lists = [counts, starts, receivedCounts, receivedStarts]
    try Request(call, on: self, lists: lists) { lists, request in
      cmpi_start_all_to_all(
        sent, lists[0], lists[1], received, lists[2], lists[3], Float.type, handle, &request)
    }.wait()
  }
}
