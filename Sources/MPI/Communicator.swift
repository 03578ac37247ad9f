import CMPI
import Failures

/// A group of ranks that call the same collectives in the same order.
///
/// Every method but `rank` and `size` is a collective: all ranks of the communicator must call it.
package final class Communicator {
  package let rank: Int
  package let size: Int
  let handle: cmpi_comm
  /// Nil unless calls are compared, and where there is nobody to differ from.
  private(set) var checker: CollectiveChecker?

  init(handle: cmpi_comm) throws {
    self.handle = handle
    var rank: Int32 = 0
    var size: Int32 = 0
    try check(cmpi_rank(handle, &rank), "MPI_Comm_rank")
    try check(cmpi_size(handle, &size), "MPI_Comm_size")
    self.rank = Int(rank)
    self.size = Int(size)
    guard size > 1, CollectiveChecker.isOn.load(ordering: .relaxed) else { return }
    checker = try CollectiveChecker(handle, rank: self.rank, size: self.size)
  }

  /// Returns when the others are about to do the same, where that is checked.
  func agree(on call: @autoclosure () -> CollectiveCall) throws {
    if let checker { try checker.agree(on: call()) }
  }

  package var isRoot: Bool { rank == 0 }

  /// The ranks that share memory with this one, in the order of this communicator.
  package func node() throws -> Communicator {
    var part: cmpi_comm?
    try agree(on: CollectiveCall(.splitNode))
    try check(cmpi_split_node(handle, &part), "MPI_Comm_split_type")
    return try Communicator(handle: unwrap(part, "MPI_Comm_split_type"))
  }

  /// The ranks for which `member` is true, in the order of this communicator; nil on the others.
  package func subset(member: Bool) throws -> Communicator? { try subset(number: member ? 0 : nil) }

  /// The ranks that name the same number, in the order of this communicator; nil on those that name none.
  package func subset(number: Int?) throws -> Communicator? {
    var part: cmpi_comm?
    try agree(on: CollectiveCall(.split))
    try check(cmpi_split(handle, Int32(number ?? -1), Int32(rank), &part), "MPI_Comm_split")
    return try part.map { try Communicator(handle: $0) }
  }

  package func barrier() throws {
    try agree(on: CollectiveCall(.barrier))
    try check(cmpi_barrier(handle), "MPI_Barrier")
  }

  private func unwrap(_ part: cmpi_comm?, _ call: String) throws -> cmpi_comm {
    guard let part else { throw Failure(.unavailable, "\(call) gave no communicator") }
    return part
  }
}
