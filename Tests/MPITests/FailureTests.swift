import Foundation
import TestSupport
import Testing

@Suite(.serialized)
struct FailureTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let kind: String
    let ranks: Int
    let failingRank: Int
    let status: Int32
    var testDescription: String { "\(kind) on \(ranks) ranks" }

    static let all = [
      Case(kind: "several", ranks: 4, failingRank: 1, status: 2),
      Case(kind: "root", ranks: 1, failingRank: 0, status: 66),
      Case(kind: "root", ranks: 3, failingRank: 0, status: 66),
      Case(kind: "every", ranks: 3, failingRank: 0, status: 75),
      Case(kind: "alone", ranks: 3, failingRank: 2, status: 78),
    ]
  }

  @Test("A failure ends the job at once, with one message and its own status", arguments: Case.all)
  func oneMessage(_ example: Case) throws {
    var launch = Launch.checks(ranks: example.ranks, "fail", example.kind)
    launch.timeoutSeconds = 30
    let outcome = try launch.run()
    #expect(!outcome.timedOut)
    #expect(outcome.status == example.status, "\(outcome.errors)")
    let message =
      "tbn-dist: a file, line 3: rank \(example.failingRank) failed on purpose; expected nothing else"
    #expect(outcome.messages == [message])
    #expect(outcome.output.isEmpty)
  }

  @Test("A rank that crashes ends the job at once, with its stack where there is no log")
  func crash() throws {
    var launch = Launch.checks(ranks: 3, "fail", "crash")
    launch.timeoutSeconds = 30
    let outcome = try launch.run()
    // The signal of a trap, or, where Open MPI hears of the others' end first, their status.
    #expect([128 + SIGILL, 128 + SIGTRAP, 75].contains(outcome.status) && !outcome.timedOut, "\(outcome)")
    // Open MPI may be quicker than the ranks that watch.
    #expect(outcome.messages.allSatisfy { $0.contains("rank 2 on ") }, "\(outcome)")
    #expect(outcome.errors.contains(": a crash on purpose\n"), "\(outcome)")
    let line = /crashed: SIG(?:ILL|TRAP) at address 0x[0-9a-f]+, step 0,/
    #expect(outcome.errors.contains(line), "\(outcome)")
    #expect(outcome.errors.contains("rank-checks(+0x"), "\(outcome)")
  }

  @Test("A fault that MPI finds is told once, with the name of the call")
  func faultOfMPI() throws {
    let outcome = try Launch.checks(ranks: 2, "fail", "mpi").run()
    #expect(outcome.status == 69, "\(outcome.errors)")
    #expect(outcome.messages.count == 1)
    #expect(outcome.messages.first?.contains("MPI_Bcast failed: MPI_ERR_ROOT") == true, "\(outcome.errors)")
  }
}
