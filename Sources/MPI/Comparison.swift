import CMPI

/// A comparison of the ranks' calls that goes on while its rank does other things.
final class Comparison {
  private let checker: CollectiveChecker
  private let name: StaticString
  private let number: Int
  private let records: UnsafeMutablePointer<Int64>
  private var request: cmpi_request?
  private var hasEnded = false

  /// - Parameter records: one of each rank, of which the own one is there; freed with this object.
  init(checker: CollectiveChecker, name: StaticString, number: Int, records: UnsafeMutablePointer<Int64>) {
    self.checker = checker
    self.name = name
    self.number = number
    self.records = records
  }

  deinit { records.deallocate() }

  func start(wordCount: Int) throws {
    try check(
      cmpi_start_all_gather_records(records, Int32(wordCount), checker.handle, &request), "MPI_Iallgather")
  }

  /// - Throws: `Failure(.software)` when the calls differ; `wait` too.
  func isDone() throws -> Bool {
    if hasEnded { return true }
    var done: Int32 = 0
    try check(cmpi_test(&request, text(name), &done), "MPI_Iallgather")
    if done != 0 { try end() }
    return hasEnded
  }

  func wait() throws {
    try check(cmpi_wait(&request, text(name)), "MPI_Iallgather")
    try end()
  }

  private func end() throws {
    hasEnded = true
    try checker.compare(records, number: number)
  }
}
