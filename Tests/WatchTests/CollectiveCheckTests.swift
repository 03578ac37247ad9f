import Foundation
import TestSupport
import Testing

@Suite(.serialized)
struct CollectiveCheckTests {
  @Test(
    "Calls that differ end the job with status 70, and both are named",
    arguments: [
      ("operation", "MPI_Allreduce(1 of float, sum)", "MPI_Allreduce(1 of float, max)"),
      ("type", "MPI_Allreduce(1 of int64, sum)", "MPI_Allreduce(1 of double, sum)"),
      ("count", "MPI_Allreduce(4 of float, sum)", "MPI_Allreduce(3 of float, sum)"),
      ("root", "MPI_Bcast(1 of int64, root 0)", "MPI_Bcast(1 of int64, root 1)"),
      ("order", "MPI_Allreduce(1 of int64, sum)", "MPI_Barrier()"),
      ("started", "MPI_Iallgatherv(6 of float", "MPI_Iallgatherv(3 of float"),
      ("layout", "MPI_Allgatherv(6 of float", "MPI_Allgatherv(6 of float"),
    ])
  func differences(kind: String, call: String, other: String) throws {
    var launch = Launch.checks(ranks: 3, "differ", kind)
    launch.timeoutSeconds = 20
    let outcome = try launch.run()
    #expect(outcome.status == 70 && !outcome.timedOut, "\(outcome)")
    #expect(outcome.messages.count == 1, "\(outcome)")
    let message = outcome.messages.first ?? ""
    #expect(message.contains("ranks 0, 1: \(call)"), "\(outcome)")
    #expect(message.contains(", rank 2: \(other)"), "\(outcome)")
  }

  @Test(
    "Calls that are alike pass, also those that are started, on one node and on several", arguments: [2, 4])
  func alike(ranks: Int) throws {
    try Launch.checks(ranks: ranks, "collectives", "checked").expectToPass()
    try Launch.checks(nodes: [ranks / 2, ranks / 2], "collectives", "checked").expectToPass()
    try Launch.checks(nodes: [ranks / 2, ranks / 2], "exchange", "checked").expectToPass()
  }

  @Test("A run with --check-collectives gives the losses of one without")
  func losses() throws {
    let texts = try [[], ["--check-collectives"]].map { options in
      let training = try WatchedTraining()
      let launch = training.launch(ranks: 2, options + ["--max-steps", "12"])
      try launch.expectSuccess()
      let text = String(decoding: try training.directory.bytes(of: "run/metrics.jsonl"), as: UTF8.self)
      return text.split(separator: "\n").map { $0.split(separator: ",").filter { !$0.contains("seconds") } }
    }
    #expect(texts[0].count == 12 && texts[0] == texts[1])
  }
}
