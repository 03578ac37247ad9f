import Failures
import Foundation
import MPI
import Watch

/// Ways to stand still, and ways to be slow that are none; the others wait for the last rank in a collective.
struct StallScenario {
  let checks: Checks
  private var world: World { checks.world }

  func run(_ kind: String) throws {
    if kind == "busy" { return try beBusy() }
    Activity.begin(step: 7)
    if world.rank == world.size - 1 { try standStill(kind) }
    try Activity.during(Activity.Place("gather")) { try world.communicator.barrier() }
  }

  private func standStill(_ kind: String) throws {
    switch kind {
    case "loop": Activity.during(Activity.Place("backward")) { while !hasEnded {} }
    case "read": try Activity.during(Activity.Place("loading data", mayLast: true)) { try readOfNobody() }
    case "missing":
      // It has gone past the collective in which the others wait.
      try world.node.barrier()
    default: throw Failure(.usage, "no stall \(kind)")
    }
  }

  /// What the compiler cannot know to be false.
  private var hasEnded: Bool { getpid() < 0 }

  /// A file whose other end nobody writes to.
  private func readOfNobody() throws {
    let path = NSTemporaryDirectory() + "rank-checks-\(getpid())"
    guard mkfifo(path, 0o600) == 0 else { throw Failure(.cannotCreate, "no pipe", at: path) }
    let file = open(path, O_RDWR)
    unlink(path)
    var byte: UInt8 = 0
    checks.expect(read(file, &byte, 1) < 0, "a byte came out of nothing")
  }

  /// The first rank computes for longer than the timeout while it loads; so do all in turn.
  private func beBusy() throws {
    try Activity.during(Activity.Place("loading data", mayLast: true)) {
      if world.isRoot {
        let end = ContinuousClock.now + .seconds(5)
        var number = 0.0
        while ContinuousClock.now < end { number += number.squareRoot() + 1 }
        checks.expect(number > 0, "nothing was computed")
      }
      try world.communicator.barrier()
    }
  }
}
