import Foundation
import TestSupport
import Testing

@Suite("Launch/run places ranks and refuses what it cannot place")
struct PlacementTests {
  @Test("Ranks that do not fit the cores are not bound, and have the threads asked for")
  func crowded() throws {
    let job = try FakeJob(["exit 0"], options: ["-n", "1000", "--threads", "3"])
    let outcome = try job.run()
    let start = try #require(try job.starts().first, "\(outcome)")
    #expect(start.hasPrefix("3 -n 1000 --bind-to none "), "\(start)")
    #expect(outcome.errors.contains("not bound"), "\(outcome)")
  }

  @Test("A rank that has its core is bound to it")
  func bound() throws {
    let job = try FakeJob(["exit 0"], options: ["-n", "1", "--threads", "1"])
    let outcome = try job.run()
    let start = try #require(try job.starts().first, "\(outcome)")
    #expect(start.hasPrefix("1 -n 1 --map-by slot:PE=1 --bind-to core "), "\(start)")
  }

  @Test("A binding policy in the environment stays as it is")
  func policy() throws {
    let job = try FakeJob(["exit 0"], options: ["-n", "1", "--threads", "1"], binding: "socket")
    let outcome = try job.run()
    let start = try #require(try job.starts().first, "\(outcome)")
    #expect(start.hasPrefix("1 -n 1 -x OPENBLAS_NUM_THREADS"), "\(start)")
    #expect(outcome.errors.contains("binding policy socket"), "\(outcome)")
  }

  @Test("Threads that were asked for reach the program, by whichever name")
  func threads() throws {
    let option = try FakeJob(
      ["exit 0"], options: ["-n", "1", "--threads", "3"], settings: ["--epochs", "2"])
    _ = try option.run()
    #expect(try option.starts().first?.hasSuffix(" --epochs 2 --threads 3") == true)
    let setting = try FakeJob(
      ["exit 0"], options: ["-n", "1000", "--threads", "3"], settings: ["--threads=2"])
    let outcome = try setting.run()
    #expect(try setting.starts().first?.hasSuffix(" --threads=2") == true)
    #expect(outcome.errors.contains("1000 ranks of 2 threads"), "\(outcome)")
    let variable = try FakeJob(["exit 0"], options: ["-n", "1000"], environment: ["OMP_NUM_THREADS": "5,2"])
    let said = try variable.run()
    let start = try #require(try variable.starts().first)
    #expect(
      start.hasPrefix("5,2 ") && start.contains("-x OMP_NUM_THREADS") && !start.contains("--threads"),
      "\(start)")
    #expect(said.errors.contains("1000 ranks of 5 threads"), "\(said)")
  }

  @Test("Nobody's wish for threads is left to the program")
  func noThreads() throws {
    let job = try FakeJob(["exit 0"], options: ["-n", "1"], environment: ["OMP_NUM_THREADS": ""])
    let outcome = try job.run()
    let start = try #require(try job.starts().first)
    #expect(!start.contains("--threads") && !start.contains("-x OMP_NUM_THREADS"), "\(start)")
    #expect(outcome.errors.contains("1 rank, bound to "), "\(outcome)")
  }

  @Test("Hosts go to mpirun as a list or a file")
  func hosts() throws {
    let listed = try FakeJob(["exit 0"], options: ["-n", "4", "--hosts", "a:2,b:2"])
    _ = try listed.run()
    #expect(try listed.starts().first?.contains("-n 4 --host a:2,b:2 ") == true)
    let directory = try TemporaryDirectory()
    let file = try directory.write("# ours\na slots=2\nb slots=2\n", to: "hosts")
    let filed = try FakeJob(["exit 0"], options: ["-n", "4", "--hosts", file])
    _ = try filed.run()
    #expect(try filed.starts().first?.contains("-n 4 --hostfile \(file) ") == true)
  }

  @Test("Settings go to tbn-dist train as they are")
  func settings() throws {
    let job = try FakeJob(["exit 0"], settings: ["--data", "a directory", "--epochs", "2"])
    _ = try job.run()
    #expect(try job.starts().first?.hasSuffix(" --data a directory --epochs 2") == true)
    #expect(try job.starts().first?.contains("/bin/true train --run ") == true)
  }

  @Test(
    "Options that make no sense are refused in one line before anything runs",
    arguments: [
      (["--run", "R"], "unknown option --run"), (["--", "--run", "R"], "-n is missing"),
      (["-n"], "-n needs a value"),
      (["-n", "0", "--", "--run", "R"], "'0' is no count"), (["-n", "2"], "--run RUN is missing"),
      (["-n", "2", "--pause", "soon", "--", "--run", "R"], "'soon' is no count"),
      (["-n", "2", "--threads", "x", "--", "--run", "R"], "'x' is no count"),
      (["-n", "2", "evaluate", "R"], "'evaluate' is no setting"),
    ])
  func usage(arguments: [String], phrase: String) throws {
    let outcome = try Launch(arguments: arguments, executable: FakeJob.scripts + "/run").run()
    #expect(outcome.status == 64 && outcome.errors.contains(phrase), "\(outcome)")
    #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome)")
  }

  @Test("Files that are missing are named")
  func missingFiles() throws {
    let settings = ["--", "--run", "R"]
    let hosts = try Launch(
      arguments: ["-n", "2", "--hosts", "/nowhere/hosts"] + settings, executable: FakeJob.scripts + "/run"
    ).run()
    #expect(hosts.status == 66 && hosts.errors.contains("/nowhere/hosts"), "\(hosts)")
    let program = try Launch(
      arguments: ["-n", "2", "--program", "/nowhere/tbn-dist"] + settings,
      executable: FakeJob.scripts + "/run"
    ).run()
    #expect(program.status == 66 && program.errors.contains("/nowhere/tbn-dist"), "\(program)")
  }
}
