import Foundation
import TestSupport
import Testing

@Suite(.serialized)
struct SignalledRankTests {
  @Test(
    "A rank that dies ends the job within 5 seconds; one message names it, and how to go on",
    arguments: [(2, 1), (2, 0), (4, 0), (4, 1), (4, 3)])
  func death(ranks: Int, victim: Int) throws {
    let training = try WatchedTraining()
    let end = try training.end(after: SIGKILL, toRank: victim, of: ranks, within: 5)
    // Of the rank that died, or, where Open MPI hears of the others' end first, theirs.
    #expect([128 + SIGKILL, 75].contains(end.outcome.status) && !end.outcome.timedOut, "\(end.outcome)")
    #expect(end.seconds < 5)
    #expect(end.left.isEmpty)
    try expectBlock(end.outcome, victim: victim, ranks: ranks, "ended without a word", training)
  }

  @Test(
    "A rank that crashes ends the job within 5 seconds; its log has the stack",
    arguments: [(2, 1, SIGSEGV, "SEGV"), (3, 0, SIGABRT, "ABRT")])
  func crash(ranks: Int, victim: Int, signal: Int32, name: String) throws {
    let training = try WatchedTraining()
    let end = try training.end(after: signal, toRank: victim, of: ranks, within: 5)
    #expect([128 + signal, 75].contains(end.outcome.status) && !end.outcome.timedOut, "\(end.outcome)")
    #expect(end.seconds < 5)
    #expect(end.left.isEmpty)
    try expectBlock(end.outcome, victim: victim, ranks: ranks, "ended without a word", training)
    let log = try training.log(ofRank: victim).split(separator: "\n")
    let start = try #require(log.firstIndex { $0.hasPrefix("crashed: SIG\(name) from process ") }, "\(log)")
    #expect(log[start...].count { $0.contains("tbn-dist(+0x") } > 3, "\(log)")
  }

  @Test(
    "A stopped rank ends the job after --stall-timeout, with status 75; one message names it",
    arguments: [(2, 1), (2, 0), (4, 0), (4, 2)])
  func stop(ranks: Int, victim: Int) throws {
    let training = try WatchedTraining()
    let end = try training.end(after: SIGSTOP, toRank: victim, of: ranks, within: 8)
    #expect(!end.outcome.timedOut && end.outcome.status == 75, "\(end.outcome)")
    #expect(end.seconds > 2 && end.seconds < 8, "\(end.seconds) s")
    #expect(end.left.isEmpty)
    try expectBlock(
      end.outcome, victim: victim, ranks: ranks, "nothing was heard of rank \(victim) on", training)
    // A row for each rank.
    let rows = end.outcome.errors.split(separator: "\n").filter { $0.hasSuffix(" s ago") }
    #expect(rows.count == ranks, "\(end.outcome)")
    let teller = victim == 0 ? 1 : 0
    #expect(try training.log(ofRank: teller).contains("nothing was heard of rank \(victim)"))
  }

  /// One message, below it the rank, its log and the command.
  private func expectBlock(
    _ outcome: Launch.Outcome, victim: Int, ranks: Int, _ phrase: String, _ training: WatchedTraining
  ) throws {
    #expect(outcome.messages.count == 1, "\(outcome)")
    #expect(outcome.messages.first?.contains(phrase) == true, "\(outcome)")
    #expect(outcome.messages.first?.contains("rank \(victim) on ") == true, "\(outcome)")
    let lines = outcome.errors.split(separator: "\n").map(String.init)
    for start in [
      "  rank \(victim) of \(ranks) on ", "  log: \(training.run)/logs/rank-\(victim).log",
      "  go on: mpirun -n \(ranks) \(try Launch.path(ofProgram: "tbn-dist")) train --data \(training.directory.path)",
    ] {
      #expect(lines.count { $0.hasPrefix(start) } == 1, "\(start)\n\(outcome)")
    }
    #expect(
      lines.contains {
        $0.hasPrefix("  rank \(victim) of") && $0.contains(", step ") && $0.contains("phase ")
      })
  }
}
