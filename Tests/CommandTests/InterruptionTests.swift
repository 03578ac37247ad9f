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
      var epochs: Int { status == 1 ? 400 : 10 }

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

      // Once some steps are done; were it never sent, the run would end with status 0.
      Thread.detachNewThread {
        while (try? stopped.steps().count) ?? 0 < 20 { usleep(1_000) }
        let job = JobProcesses(withArgument: stopped.path)
        kill(example.rank.map { job.ranks[$0] } ?? job.launcher ?? 0, example.signal)
      }
      let outcome = try Self.launch(stopped, example).run()
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
      let first = try Fixtures.train(run: run.path, epochs: 100_000)
      let refusal = Result<Void, any Error>.Box()
      Thread.detachNewThread {
        while (try? run.steps().count) ?? 0 < 3 { usleep(10_000) }
        refusal.set {
          try expectOneMessage(
            .tryAgain, [run.path, "another job is training in this run directory", "another --run"],
            of: Fixtures.train(run: run.path, epochs: 100_000))
        }
        for process in JobProcesses(withArgument: run.path).ranks { kill(process, SIGTERM) }
      }
      let outcome = try first.run()
      #expect(outcome.status == 75, "\(outcome)")
      #expect(outcome.errors.contains("interrupted by SIGTERM"), "\(outcome)")
      try refusal.get()
    }
  }
}

extension Result where Success == Void, Failure == any Error {
  /// What a thread finds, for the one that started it.
  final class Box: @unchecked Sendable {
    private let lock = NSLock()
    private var result = Result.failure(LaunchError("the thread has not ended"))

    func set(_ body: () throws -> Void) {
      let found = Result { try body() }
      lock.withLock { result = found }
    }

    func get() throws { try lock.withLock { try result.get() } }
  }
}
