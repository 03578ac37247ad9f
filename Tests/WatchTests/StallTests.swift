import TestSupport
import Testing

@Suite(.serialized)
struct StallTests {
  @Test(
    "A rank that hangs is named with what it does, however busy it looks",
    arguments: [("loop", "backward"), ("read", "loading data")], [2, 3])
  func hangs(_ kind: (name: String, phase: String), ranks: Int) throws {
    let outcome = try run(kind.name, ranks: ranks)
    #expect(outcome.status == 75 && !outcome.timedOut, "\(outcome)")
    #expect(outcome.messages.count == 1, "\(outcome)")
    #expect(outcome.messages.first?.hasPrefix("tbn-dist: rank \(ranks - 1) on ") == true, "\(outcome)")
    #expect(outcome.messages.first?.contains("has not moved for 3 s") == true, "\(outcome)")
    let place = outcome.errors.split(separator: "\n").first {
      $0.hasPrefix("  rank \(ranks - 1) of \(ranks) on ")
    }
    #expect(place?.hasSuffix(", step 7, phase \(kind.phase)") == true, "\(outcome)")
    #expect(
      outcome.errors.split(separator: "\n").count { $0.contains("MPI_Barrier") } == ranks - 1, "\(outcome)")
  }

  @Test("Where all wait, the one that has not come to the collective of the others is named")
  func missing() throws {
    let outcome = try run("missing", ranks: 3)
    #expect(outcome.status == 75 && !outcome.timedOut, "\(outcome)")
    #expect(outcome.messages.count == 1, "\(outcome)")
    #expect(outcome.messages.first?.contains("rank 2 on ") == true, "\(outcome)")
    #expect(outcome.messages.first?.contains("has not come to where the others wait") == true, "\(outcome)")
  }

  @Test("A rank that loads for longer than the timeout is no stall, nor are those that wait for it")
  func busy() throws {
    try Launch.checks(ranks: 3, "stall", "busy").expectToPass()
  }

  private func run(_ kind: String, ranks: Int) throws -> Launch.Outcome {
    var launch = Launch.checks(ranks: ranks, "stall", kind)
    launch.timeoutSeconds = 20
    return try launch.run()
  }
}
