import Foundation

/// The processor time that a control group of the kernel leaves to this process, as containers and batch systems set it:
/// more threads than that only wait, whatever cores they may run on.
///
/// Source: the kernel's cgroup-v2.rst (`cpu.max`) and sched-bwc.rst (`cpu.cfs_quota_us`, `cpu.cfs_period_us`).
package struct ProcessorQuota: Equatable, Sendable {
  /// Cores' worth of time, shared by all processes of the group.
  package let cores: Double
  /// Of the group, which may be one above this process's own.
  package let directory: String

  /// The tightest of this process's groups; nil where none limits it.
  ///
  /// - Parameter root: stands before every path.
  package static func current(root: String = "") -> ProcessorQuota? {
    let groups = lines(of: "\(root)/proc/self/cgroup").compactMap(Group.init)
    let mounts = lines(of: "\(root)/proc/self/mountinfo").compactMap(Mount.init)
    let quotas = mounts.flatMap { mount in
      groups.filter { $0.isUnified == mount.isUnified }.flatMap { group in
        mount.directories(of: group.path).compactMap { quota(of: root + $0, isUnified: mount.isUnified) }
      }
    }
    return quotas.min { $0.cores < $1.cores }
  }

  private static func quota(of directory: String, isUnified: Bool) -> ProcessorQuota? {
    let names = isUnified ? ["cpu.max"] : ["cpu.cfs_quota_us", "cpu.cfs_period_us"]
    let words = names.flatMap { lines(of: "\(directory)/\($0)").first?.split(separator: " ") ?? [] }
    // Without a limit the first says "max" or -1.
    guard words.count == 2, let quota = Double(words[0]), let period = Double(words[1]), quota > 0, period > 0
    else { return nil }
    return ProcessorQuota(cores: quota / period, directory: directory)
  }

  private static func lines(of path: String) -> [Substring] {
    ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n")
  }

  /// A line of /proc/self/cgroup that is about processor time: "1:cpu,cpuacct:/job" or, where one hierarchy has all,
  /// "0::/job".
  private struct Group {
    let isUnified: Bool
    let path: String

    init?(_ line: Substring) {
      let words = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard words.count == 3 else { return nil }
      isUnified = words[1].isEmpty
      guard isUnified || words[1].split(separator: ",").contains("cpu") else { return nil }
      path = String(words[2])
    }
  }

  /// Where a hierarchy of groups is seen: a line of /proc/self/mountinfo, as proc(5) has it.
  private struct Mount {
    let isUnified: Bool
    /// The group that stands at `place`.
    let root: String
    let place: String

    init?(_ line: Substring) {
      let halves = line.components(separatedBy: " - ")
      guard halves.count == 2 else { return nil }
      let (mount, system) = (halves[0].split(separator: " "), halves[1].split(separator: " "))
      guard mount.count >= 5, system.count >= 3, ["cgroup", "cgroup2"].contains(system[0]) else { return nil }
      isUnified = system[0] == "cgroup2"
      guard isUnified || system[2].split(separator: ",").contains("cpu") else { return nil }
      (root, place) = (String(mount[3]), String(mount[4]))
    }

    /// Those of a group and of all above it that are seen here.
    func directories(of group: String) -> [String] {
      let prefix = root == "/" ? "" : root
      // A container may see its own group as the root of all, whatever that is called outside.
      let isInside = group == root || group.hasPrefix(prefix + "/")
      let rest = isInside && !group.contains("..") ? group.dropFirst(prefix.count) : ""
      let names = rest.split(separator: "/")
      return (0...names.count).map { ([place] + names.prefix($0).map(String.init)).joined(separator: "/") }
    }
  }
}

extension ProcessorQuota {
  /// Ranks of a node that share this rank's quota, itself among them; 0 on a rank without one. A collective over `node`,
  /// also for ranks without a quota.
  static func sharingRanks(_ quota: ProcessorQuota?, on node: Communicator) throws -> Int {
    var status = stat()
    let isKnown = quota.map { stat($0.directory, &status) == 0 } ?? false
    // A group's number is its own, also where containers give it other names.
    var numbers = [Int](repeating: 0, count: node.size)
    numbers[node.rank] = isKnown ? Int(truncatingIfNeeded: status.st_ino) : 0
    try node.allReduce(&numbers)
    guard quota != nil else { return 0 }
    return isKnown ? numbers.count { $0 == numbers[node.rank] } : node.size
  }
}
