import Failures
import Foundation
import MPI

/// Counts what was expected and what was found otherwise, on each rank.
final class Checks {
  let world: World
  private var count = 0
  private var failures: [String] = []

  init(world: World) {
    self.world = world
  }

  func expect(_ condition: Bool, _ what: @autoclosure () -> String) {
    count += 1
    if !condition { failures.append("rank \(world.rank) of \(world.size): \(what())") }
  }

  func expectEqual<T: Equatable>(_ found: T, _ expected: T, _ what: @autoclosure () -> String) {
    expect(found == expected, "\(what()): \(found), not \(expected)")
  }

  /// Ends the job with the lowest rank's failures, or prints how many checks all ranks made. A collective.
  func finish() throws {
    try world.together {
      if !failures.isEmpty { throw Failure(.software, failures.prefix(5).joined(separator: " | ")) }
    }
    let total = try world.communicator.allReduce(count, .sum)
    if world.isRoot { print("passed \(total) checks on \(world.size) ranks") }
  }
}
