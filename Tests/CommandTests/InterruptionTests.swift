import Failures
import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("Signals that ask a run to stop")
  struct InterruptionTests {
    struct Case: CustomTestStringConvertible, Sendable {
      let signal: Int32
      let name: String
      /// Nil: the launcher.
      let rank: Int?
      let ranks: Int
      var testDescription: String {
        "\(name) to \(rank.map { "rank \($0)" } ?? "mpirun") of \(max(1, ranks))"
      }

      /// mpirun has a status of its own for what ends it.
      var status: Int32 { rank == nil && signal != SIGUSR1 ? 1 : 75 }

      /// mpirun thinks for a second before it sends a signal of its own.
      var epochs: Int { status == 1 ? 400 : 60 }

      static let all = [
        Case(signal: SIGTERM, name: "SIGTERM", rank: 0, ranks: 0),
        Case(signal: SIGINT, name: "SIGINT", rank: 1, ranks: 2),
        Case(signal: SIGUSR1, name: "SIGUSR1", rank: 0, ranks: 3),
        Case(signal: SIGUSR1, name: "SIGUSR1", rank: nil, ranks: 2),
        Case(signal: SIGTERM, name: "SIGTERM", rank: nil, ranks: 2),
      ]
    }

    private static let settings = ["--clip-norm", "0.5", "--evaluate-every", "10"]

    private static func launch(_ run: RunFiles, _ example: Case) throws -> Launch {
      try Fixtures.train(run: run.path, epochs: example.epochs, settings, ranks: example.ranks)
    }

    @Test("The run saves what it has done, and the same command goes on to the same end", arguments: Case.all)
    func interrupted(_ example: Case) throws {
      let (whole, stopped) = (RunFiles(path: Workplace.freePath()), RunFiles(path: Workplace.freePath()))
      try Fixtures.trained(Self.launch(whole, example))

      // Were it never sent, the run would end with status 0.
      let outcome = try Self.launch(stopped, example).run { process in
        let job = try JobProcesses(launcher: process, rankCount: example.ranks)
        try waitUntil("20 steps are done") { (try? stopped.steps().count) ?? 0 >= 20 }
        // Without mpirun the process is the only rank.
        kill(example.rank.flatMap { job.ranks.isEmpty ? nil : job.ranks[$0] } ?? process, example.signal)
      }
      #expect(outcome.status == example.status, "\(outcome)")
      let told = outcome.errors.split(separator: "\n").filter {
        $0.hasPrefix("interrupted by \(example.name)")
      }
      #expect(told.count == 1, "\(outcome)")
      let newest = try stopped.newest()
      #expect(told.first?.contains("saved as \(newest); the same command goes on") == true, "\(outcome)")
      #expect(try stopped.steps().count < whole.steps().count)
      #expect(newest == String(format: "step-%08d", try stopped.steps().count))

      try Fixtures.trained(Self.launch(stopped, example))
      for file in ["model.safetensors", "optimizer.safetensors"] {
        let end = try whole.newest()
        #expect(try stopped.bytes(file, of: end) == whole.bytes(file, of: end), "\(file)")
      }
      #expect(try stopped.losses() == whole.losses())
    }

    @Test("A job in a run directory where another one trains is refused and leaves it alone")
    func locked() throws {
      let run = RunFiles(path: Workplace.freePath())
      let outcome = try Fixtures.train(run: run.path, epochs: 100_000).run { process in
        try waitUntil("3 steps are done") { (try? run.steps().count) ?? 0 >= 3 }
        try expectOneMessage(
          .tryAgain, [run.path, "another job is training in this run directory", "another --run"],
          of: Fixtures.train(run: run.path, epochs: 100_000))
        kill(process, SIGTERM)
      }
      #expect(outcome.status == 75, "\(outcome)")
      #expect(outcome.errors.contains("interrupted by SIGTERM"), "\(outcome)")
    }
  }
}
