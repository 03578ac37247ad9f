import CMPI
import Failures
import Synchronization

/// Compares, before each collective of a communicator, what its ranks are about to do: MPI itself would hang, or give wrong
/// sums without a word.
///
/// Its messages have a communicator of their own. The thread that calls the collective calls it.
final class CollectiveChecker {
  /// Whether communicators that are made from now on check. The same on all ranks.
  static let isOn = Atomic<Bool>(false)

  let handle: cmpi_comm
  private let size: Int
  private let rank: Int
  /// Of the communicator's ranks, in the whole job.
  private var worldRanks: [Int64]
  private var callCount = 0
  /// Collectives that are being compared and have not been started.
  private var pending: [Request] = []

  /// A call's record, and its number.
  private static var wordCount: Int { CollectiveCall.recordLength + 1 }

  /// A collective over the ranks of `original`.
  init(_ original: cmpi_comm, rank: Int, size: Int) throws {
    var copy: cmpi_comm?
    try check(cmpi_duplicate(original, &copy), "MPI_Comm_dup")
    guard let copy else { throw Failure(.unavailable, "MPI_Comm_dup gave no communicator") }
    handle = copy
    self.rank = rank
    self.size = size
    var worldRank: Int32 = 0
    try check(cmpi_rank(cmpi_world(), &worldRank), "MPI_Comm_rank")
    worldRanks = [Int64](repeating: 0, count: size)
    worldRanks[rank] = Int64(worldRank)
    try shareWorldRanks()
  }

  private func shareWorldRanks() throws {
    try worldRanks.withUnsafeMutableBufferPointer { buffer in
      var request: cmpi_request?
      try check(cmpi_start_all_gather_records(buffer.baseAddress, 1, handle, &request), "MPI_Iallgather")
      try check(cmpi_wait(&request, text("MPI_Comm_dup")), "MPI_Iallgather")
    }
  }

  /// Returns when all ranks are about to do the same.
  ///
  /// - Throws: `Failure(.software)` on every rank when they are not.
  func agree(on call: CollectiveCall) throws {
    while !pending.isEmpty { try startPending() }
    try begin(call).wait()
  }

  /// Starts to compare. Always by a started all-gather: a blocking one would not meet it on a rank that starts instead.
  func begin(_ call: CollectiveCall) throws -> Comparison {
    callCount += 1
    let records = UnsafeMutablePointer<Int64>.allocate(capacity: size * Self.wordCount)
    records.initialize(repeating: 0, count: size * Self.wordCount)
    for (index, word) in (call.record + [Int64(callCount)]).enumerated() {
      records[rank * Self.wordCount + index] = word
    }
    let comparison = Comparison(checker: self, name: call.operation.name, number: callCount, records: records)
    try comparison.start(wordCount: Self.wordCount)
    return comparison
  }

  /// Puts a request behind those that wait: ranks start collectives in the same order.
  func enqueue(_ request: Request) { pending.append(request) }

  /// Starts those that have been compared, in order.
  func startPending() throws {
    while let first = pending.first, try first.startIfCompared() { pending.removeFirst() }
  }

  func compare(_ records: UnsafeMutablePointer<Int64>, number: Int) throws {
    let words = Array(UnsafeBufferPointer(start: records, count: size * Self.wordCount))
    let rows = (0..<size).map { words[$0 * Self.wordCount..<($0 + 1) * Self.wordCount] }
    guard let other = rows.firstIndex(where: { !$0.elementsEqual(rows[0]) }) else { return }
    let (first, second) = (ranks(like: rows[0], in: rows), ranks(like: rows[other], in: rows))
    throw Failure(
      .software,
      "collective \(number) of \(size) ranks is not the same on all: \(first): "
        + "\(CollectiveCall.text(ofRecord: rows[0])), \(second): \(CollectiveCall.text(ofRecord: rows[other]))",
      expected: "one call on all ranks", remedy: "this is a fault of the program: report it with both calls")
  }

  private func ranks(like row: ArraySlice<Int64>, in rows: [ArraySlice<Int64>]) -> String {
    let alike = rows.indices.filter { rows[$0].elementsEqual(row) }.map { "\(worldRanks[$0])" }
    return "rank\(alike.count == 1 ? "" : "s") \(alike.joined(separator: ", "))"
  }
}

/// A name that stays for ever, as C reads it.
func text(_ name: StaticString) -> UnsafePointer<CChar> {
  UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
}
