import CMPI

/// A collective that goes on while its ranks do other things.
///
/// Ranks start collectives of one communicator in the same order. They move on only inside MPI calls of this process,
/// such as `isDone`.
package final class Request {
  private typealias Start = ([UnsafeMutablePointer<Int32>], inout cmpi_request?) -> Int32

  private var handle: cmpi_request?
  private let name: StaticString
  private var hasEnded = false
  /// What MPI reads until the end.
  private let lists: [UnsafeMutablePointer<Int32>]
  /// Starts it; nil once that has been done.
  private var start: Start?
  /// Of the ranks' calls, where they are compared; it comes before the start.
  private let comparison: Comparison?
  private let checker: CollectiveChecker?

  init(
    _ call: CollectiveCall, on communicator: Communicator, lists: [[Int32]],
    start: @escaping ([UnsafeMutablePointer<Int32>], inout cmpi_request?) -> Int32
  ) throws {
    name = call.operation.name
    self.lists = lists.map { list in
      let copy = UnsafeMutablePointer<Int32>.allocate(capacity: max(1, list.count))
      copy.initialize(from: list, count: list.count)
      return copy
    }
    self.start = start
    checker = communicator.checker
    comparison = try checker?.begin(call)
    if let checker { checker.enqueue(self) } else { _ = try startIfCompared() }
  }

  deinit {
    for list in lists { list.deallocate() }
  }

  /// Starts it, unless that has been done; false where the ranks' calls are still being compared.
  func startIfCompared() throws -> Bool {
    guard try comparison?.isDone() ?? true else { return false }
    guard let start else { return true }
    self.start = nil
    try check(start(lists, &handle), "\(name)")
    return true
  }

  /// Moves everything on that was started, and tells whether this has ended.
  package func isDone() throws -> Bool {
    if hasEnded { return true }
    try checker?.startPending()
    guard start == nil else { return false }
    var done: Int32 = 0
    try check(cmpi_test(&handle, text(name), &done), "\(name)")
    hasEnded = done != 0
    return hasEnded
  }

  package func wait() throws {
    while start != nil { try checker?.startPending() }
    guard !hasEnded else { return }
    try check(cmpi_wait(&handle, text(name)), "\(name)")
    hasEnded = true
  }
}

extension Communicator {
  /// Starts the exchange in which rank r gets elements `partition[r]` of every rank's `sent`; `received` gets those for
  /// this rank, rank by rank, `size` times as many as this rank's part. Both must stay until the request has ended.
  package func startAllToAll<T: Element>(
    _ sent: UnsafePointer<T>, partition: [Range<Int>], into received: UnsafeMutablePointer<T>
  ) throws -> Request {
    let own = partition[rank].count
    let (counts, starts) = try int32Layout(of: partition)
    let (ownCounts, ownStarts) = try int32Layout(of: (0..<size).map { $0 * own..<($0 + 1) * own })
    let call = CollectiveCall(.startAllToAll, T.type, counts: counts)
    let handle = handle
    return try Request(call, on: self, lists: [counts, starts, ownCounts, ownStarts]) { lists, request in
      cmpi_start_all_to_all(
        sent, lists[0], lists[1], received, lists[2], lists[3], T.type, handle, &request)
    }
  }

  /// Starts what completes `data` on every rank: rank r has brought elements `partition[r]` of it. They must stay until
  /// the request has ended.
  package func startAllGather<T: Element>(
    _ data: UnsafeMutablePointer<T>, partition: [Range<Int>]
  ) throws -> Request {
    let (counts, starts) = try int32Layout(of: partition)
    let call = CollectiveCall(.startAllGather, T.type, counts: counts)
    let handle = handle
    return try Request(call, on: self, lists: [counts, starts]) { lists, request in
      cmpi_start_all_gather_in_place(data, lists[0], lists[1], T.type, handle, &request)
    }
  }
}
