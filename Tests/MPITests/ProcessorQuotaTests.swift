import Foundation
import MPI
import TestSupport
import Testing

@Suite("What a control group leaves of the processors")
struct ProcessorQuotaTests {
  /// Files of the kernel's as a process sees them.
  private struct Machine {
    private let directory: TemporaryDirectory

    init(groups: String, mounts: String, files: [String: String]) throws {
      directory = try TemporaryDirectory()
      let texts = ["proc/self/cgroup": groups, "proc/self/mountinfo": mounts].merging(files) { $1 }
      for (name, text) in texts {
        try directory.createDirectory(of: name)
        try directory.write(text + "\n", to: name)
      }
    }

    var quota: ProcessorQuota? { ProcessorQuota.current(root: directory.path) }
    /// Of the group that limits, without what stands before it.
    var limiting: String? { quota.map { String($0.directory.dropFirst(directory.path.count)) } }
  }

  private static let unified =
    "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate"
  private static let old = "33 25 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct"

  @Test("The tightest of the groups above a process counts, where all controllers stand in one hierarchy")
  func unified() throws {
    let machine = try Machine(
      groups: "0::/job/rank", mounts: Self.unified,
      files: [
        "sys/fs/cgroup/job/cpu.max": "150000 100000", "sys/fs/cgroup/job/rank/cpu.max": "800000 100000",
      ])
    #expect(machine.quota?.cores == 1.5)
    #expect(machine.limiting == "/sys/fs/cgroup/job")
  }

  @Test("A hierarchy of its own for processor time counts as well, by any of its names")
  func old() throws {
    let machine = try Machine(
      groups: "4:memory:/job\n1:cpu,cpuacct:/job\n0::/", mounts: Self.old + "\n" + Self.unified,
      files: [
        "sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us": "400000",
        "sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_period_us": "100000",
      ])
    #expect(machine.quota?.cores == 4)
    #expect(machine.limiting == "/sys/fs/cgroup/cpu,cpuacct/job")
  }

  @Test("A container's own group is where its hierarchy is mounted, whatever the path outside")
  func container() throws {
    let files = ["sys/fs/cgroup/cpu.max": "200000 100000"]
    for (group, root) in [
      ("/docker/ab", "/docker/ab"), ("/", "/"), ("/../other", "/"), ("/elsewhere", "/docker/ab"),
    ] {
      let mount = "30 23 0:26 \(root) /sys/fs/cgroup ro - cgroup2 cgroup rw"
      let machine = try Machine(groups: "0::\(group)", mounts: mount, files: files)
      #expect(machine.quota?.cores == 2, "\(group) under \(root)")
    }
  }

  @Test(
    "No limit, and what cannot be read, is no quota",
    arguments: ["max 100000", "-1 100000", "", "100000", "0 100000", "100000 0", "many few"])
  func none(text: String) throws {
    let machine = try Machine(
      groups: "0::/job", mounts: Self.unified, files: ["sys/fs/cgroup/job/cpu.max": text])
    #expect(machine.quota == nil)
    #expect(ProcessorQuota.current(root: "/nowhere") == nil)
  }

  @Test(
    "A rank has its share of the cores it may use, or of the quota where that is less; never none",
    arguments: [
      (8, 2, nil, 0, 4, "8 cores for 2 ranks"), (1, 3, nil, 0, 1, "1 core for 3 ranks"),
      (8, 2, 4.0, 2, 2, "a CPU quota of 4 for 2 ranks"), (8, 1, 1.5, 1, 1, "a CPU quota of 1.5 for 1 rank"),
      (8, 8, 0.5, 8, 1, "8 cores for 8 ranks"), (2, 2, 64.0, 2, 1, "2 cores for 2 ranks"),
      (8, 4, 8.0, 1, 2, "8 cores for 4 ranks"),
    ])
  func share(
    allowed: Int, sharing: Int, quota: Double?, quotaRanks: Int, cores: Int, reason: String
  ) {
    let share = CoreShare(allowed: allowed, sharing: sharing, quota: quota, quotaRanks: quotaRanks)
    #expect(share.cores == cores && share.reason == reason, "\(share)")
  }
}
