import Failures
import MPI

/// Ways to fail, each of which must end the job at once with one message and its status.
struct FailureScenario {
  let world: World

  func run(_ kind: String) throws {
    switch kind {
    case "several":
      // All ranks but the first, each for a reason of its own.
      try world.together {
        if world.rank > 0 { throw failure(status: world.rank == 1 ? .badData : .software) }
      }
    case "root": try world.onRoot { throw failure(status: .noInput) }
    case "every": try world.failTogether(failure(status: .tryAgain))
    case "alone":
      // The others wait for a rank that never comes.
      if world.rank == world.size - 1 { throw failure(status: .configuration) }
      try world.communicator.barrier()
    case "crash":
      if world.rank == world.size - 1 { fatalError("a crash on purpose") }
      try world.communicator.barrier()
    case "mpi":
      // A root that does not exist: MPI itself finds the fault, on every rank.
      try world.together { _ = try world.communicator.broadcast([1], root: world.size) }
    default: throw Failure(.usage, "no failure \(kind)")
    }
  }

  private func failure(status: ExitStatus) -> Failure {
    Failure(status, "rank \(world.rank) failed on purpose", at: "a file, line 3", expected: "nothing else")
  }
}
