import Foundation
import TestSupport
import Testing

extension CommandTests {
  @Suite("The first line of a start")
  struct StartLineTests {
    private static func train(_ more: [String] = [], ranks: Int = 0) throws -> Launch {
      try Fixtures.train(run: Workplace.freePath(), ["--max-steps", "1"] + more, ranks: ranks)
    }

    @Test(
      "It says how many threads each rank has, and why",
      arguments: [
        ([], "3", "3 threads each (OMP_NUM_THREADS)"),
        (["--threads", "2"], "3", "2 threads each (--threads)"),
        (["--reproducible"], "3", "1 thread each (--reproducible)"),
      ])
    func threads(options: [String], variable: String, text: String) throws {
      var launch = try Self.train(options)
      launch.environment["OMP_NUM_THREADS"] = variable
      let outcome = try launch.run()
      #expect(outcome.status == 0 && outcome.errors.hasPrefix("1 rank on 1 host, \(text); "), "\(outcome)")
    }

    @Test("Ranks that nobody gives threads share the cores they may run on")
    func shared() throws {
      var launch = try Self.train(ranks: 2)
      launch.environment["OMP_NUM_THREADS"] = ""
      let outcome = try launch.run()
      let line = /2 ranks on 1 host, \d+ threads? each \((\d+ cores?|a CPU quota of [\d.]+) for 2 ranks\)/
      #expect(outcome.status == 0 && outcome.errors.firstMatch(of: line) != nil, "\(outcome)")
    }

    @Test("A batch that is smaller than what was asked for is told", arguments: [0, 2])
    func smallBatch(ranks: Int) throws {
      let outcome = try expectSuccess(Self.train(["--batch-images", "61"], ranks: ranks))
      let warning =
        "warning: --batch-images is 61, and the training split has 60 images: a batch is all of them"
      #expect(outcome.errors.components(separatedBy: warning).count == 2, "\(outcome)")
      #expect(try !expectSuccess(Self.train(["--batch-images", "60"])).errors.contains("warning"))
    }

    /// Where the kernel keeps groups for processor time in a hierarchy of their own, to which root may add.
    private static let groups = "/sys/fs/cgroup/cpu"
    private static let hasGroups = access("\(groups)/cgroup.procs", W_OK) == 0

    @Test(
      "The quota of a control group counts where it is less than the cores",
      .enabled(if: hasGroups && getuid() == 0, "makes a control group (v1), which needs root"),
      .enabled(if: ProcessInfo.processInfo.activeProcessorCount > 1, "a single core is no more than a quota"))
    func quota() throws {
      let group = "\(Self.groups)/tbn-dist-test-\(getpid())"
      let script = """
        mkdir \(group) && echo 150000 >\(group)/cpu.cfs_quota_us && echo 100000 >\(group)/cpu.cfs_period_us || exit 99
        (echo $BASHPID >\(group)/cgroup.procs; exec "$@"); status=$?
        rmdir \(group); exit $status
        """
      let program = try Program.path()
      var launch = Launch(
        arguments: ["-c", script, "quota", program] + (try Self.train().arguments), executable: "/bin/bash")
      launch.environment["OMP_NUM_THREADS"] = ""
      let outcome = try launch.run()
      #expect(outcome.status == 0, "\(outcome)")
      #expect(outcome.errors.contains("1 thread each (a CPU quota of 1.5 for 1 rank)"), "\(outcome)")
    }
  }
}
