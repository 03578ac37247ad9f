import Foundation
import TestSupport
import Testing

extension CommandTests {
  /// Shared memory that a node cannot give: one message that names the place, what is free and what is needed.
  @Suite("Shared memory")
  struct SharedMemoryTests {
    private static let mount: ConditionTrait = .enabled(
      if: SmallSharedMemory.isPossible, "mounts a small file system, which needs root")

    private static func train(run: String = Workplace.freePath(), steps: Int = 2) throws -> [String] {
      [
        "train", "--data", try Fixtures.data().path, "--run", run, "--hidden", "2048", "--embedding", "64",
        "--batch-images", "40", "--max-steps", "\(steps)", "--epochs", "100000", "--threads", "1",
      ]
    }

    /// Bytes of the whole, of the model's state and of a batch's rows, as a place of two megabytes says it.
    private static func needs() throws -> (all: Int, parameters: Int, rows: Int) {
      let outcome = try SmallSharedMemory("size=2m").ranks(2, try train()).run()
      let pattern =
        /expected ([\d.]+) MB: ([\d.]+) MB for parameters[^,]*, .*?, ([\d.]+) MB for the rows of a batch/
      let found = try #require(outcome.messages.first?.firstMatch(of: pattern), "\(outcome)")
      let numbers = [found.1, found.2, found.3].map { Int((Double($0) ?? 0) * 1e6) }
      return (numbers[0], numbers[1], numbers[2])
    }

    @Test(
      "What does not fit together is refused before anything is taken, and what fits exactly is enough", mount
    )
    func sizes() throws {
      let need = try Self.needs()
      #expect(need.parameters > 1_000_000 && need.rows > 1_000_000, "\(need)")
      // Room for neither, for the first alone, and for both but for a little.
      for bytes in [need.parameters / 2, need.parameters + need.rows / 2, need.all - 200_000] {
        let memory = SmallSharedMemory("size=\(bytes)")
        try memory.ranks(2, try Self.train()).expectOneMessage(
          .systemError,
          [
            "\(memory.path): ", "MB are free for the shared memory of the 2 ranks of a node; expected ",
            "MB for parameters, gradients and moments", "OMPI_MCA_osc_sm_backing_directory",
          ])
      }
      let outcome = try SmallSharedMemory("size=\(need.all + 200_000)").ranks(2, try Self.train()).run()
      #expect(outcome.status == 0, "\(outcome)")
    }

    @Test("Where /dev/shm has no room for Open MPI's own files, they go elsewhere", mount)
    func smallDevice() throws {
      let script = "mount -t tmpfs -o size=1m tmpfs /dev/shm || exit 99; exec mpirun -n 2 \"$@\""
      let program = try Program.path()
      let train = try Self.train()
      let launch = Launch(
        arguments: ["-m", "bash", "-c", script, "small", program] + train, executable: "/usr/bin/unshare")
      let outcome = try launch.run()
      #expect(outcome.status == 0 && outcome.errors.contains("step 2/2"), "\(outcome)")
    }

    @Test("A second job that a node has no room for is refused, and the first goes on", mount)
    func twoJobs() throws {
      let need = try Self.needs()
      let (first, second) = (Workplace.freePath(), Workplace.freePath())
      let script = """
        mpirun -n 2 "$@" --run \(first) --max-steps 100000 & job=$!
        until [ -s \(first)/metrics.jsonl ]; do kill -0 $job || exit 98; sleep 0.1; done
        mpirun -n 2 "$@" --run \(second); echo "second $?"
        kill -0 $job && kill -USR1 $job; wait $job; echo "first $?"
        """
      let memory = SmallSharedMemory("size=\(need.all * 3 / 2)")
      let outcome = try memory.shell(script, [try Program.path()] + (try Self.train())).run()
      #expect(outcome.lines == ["second 71", "first 75"] && !outcome.timedOut, "\(outcome)")
      #expect(outcome.messages.count == 1, "\(outcome)")
      #expect(outcome.messages.first?.contains("are free for the shared memory") == true, "\(outcome)")
      #expect(!Workplace.exists(second))
    }

    @Test("Of two jobs that begin at once, one gets the memory", mount)
    func atOnce() throws {
      let need = try Self.needs()
      let script = """
        for run in \(Workplace.freePath()) \(Workplace.freePath()); do
          mpirun -n 2 "$@" --run $run --max-steps 100000 & jobs+=($!)
        done
        wait -n -p ended "${jobs[@]}"; echo "refused $?"
        for job in "${jobs[@]}"; do [ $job = $ended ] || left=$job; done
        sleep 1; kill -0 $left && kill -USR1 $left; wait $left; echo "left $?"
        """
      let memory = SmallSharedMemory("size=\(need.all * 3 / 2)")
      let outcome = try memory.shell(script, [try Program.path()] + (try Self.train())).run()
      #expect(outcome.lines == ["refused 71", "left 75"] && !outcome.timedOut, "\(outcome)")
      #expect(outcome.messages.count == 1, "\(outcome)")
    }

    @Test("Sparse files of Open MPI's count as what they may still take", mount)
    func promised() throws {
      let need = try Self.needs()
      let memory = SmallSharedMemory("size=\(need.all + 200_000)")
      let script = "truncate -s 4M \(memory.path)/vader_segment.other.1; exec mpirun -n 2 \"$@\""
      try memory.shell(script, [try Program.path()] + (try Self.train())).expectOneMessage(
        .systemError, ["4.2 MB for Open MPI's own files there"])
    }

    @Test("A place that cannot be written is named", mount)
    func readOnly() throws {
      let memory = SmallSharedMemory("ro,size=100m")
      try memory.ranks(2, try Self.train()).expectOneMessage(
        .inputOutput, ["\(memory.path): ", "Read-only file system", "of shared memory for parameters"])
    }

    @Test("A place that is not there is named")
    func missing() throws {
      var launch = Launch(arguments: try Self.train(), ranks: 2)
      launch.environment["OMPI_MCA_osc_sm_backing_directory"] = "/nowhere"
      try launch.expectOneMessage(.inputOutput, ["/nowhere: ", "No such file or directory", "shared memory"])
    }

    @Test("A limit on file sizes is named")
    func fileSizes() throws {
      let line = "ulimit -f 5000; exec mpirun -n 2 \"$@\""
      try Launch(
        arguments: ["-c", line, "bash", try Program.path()] + (try Self.train()), executable: "/bin/bash"
      ).expectOneMessage(.inputOutput, ["File too large", "shared memory", "ulimit -f"])
    }

    @Test("Open MPI's own windows are not needed")
    func withoutWindows() throws {
      var launch = Launch(arguments: try Self.train(), ranks: 2)
      launch.environment["OMPI_MCA_osc"] = "^sm"
      let outcome = try launch.run()
      #expect(outcome.status == 0, "\(outcome)")
    }

    @Test("A run leaves nothing where shared memory stands", mount)
    func nothingStays() throws {
      let memory = SmallSharedMemory("size=100m")
      let outcome = try memory.shell(
        "mpirun -n 2 \"$@\" && ls -A \(memory.path)", [try Program.path()] + (try Self.train())
      ).run()
      #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome)")
    }
  }
}
