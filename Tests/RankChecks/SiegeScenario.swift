import Failures
import Foundation
import MPI
import Watch

/// A job whose watch waits for one rank more than there are, so that its port stays open for strangers.
///
/// It goes on until there is a file "end" in the run directory. Rank 0 writes files meanwhile, and in the end compares
/// its memory and descriptors with what they were before.
struct SiegeScenario {
  let checks: Checks
  let runDirectory: String
  let kind: Kind
  private var world: World { checks.world }

  enum Kind: String {
    case siege
    /// Rank 0 has so few descriptors that strangers could use them up.
    case shortSiege = "short-siege"
    /// The port is closed after a second.
    case briefSiege = "brief-siege"
  }

  /// Open at the same time, as those of a checkpoint.
  private static let fileCount = 12

  func run() throws {
    try watch()
    let before = world.isRoot ? try footprint() : nil
    if let before, kind == .shortSiege { limitDescriptors(to: before.descriptors + 50) }
    var (step, most) = (0, before)
    while try goesOn() {
      step += 1
      Activity.begin(step: step)
      if world.isRoot {
        try writeFiles()
        let now = try footprint()
        most = most.map { Footprint(max($0.descriptors, now.descriptors), max($0.megabytes, now.megabytes)) }
      }
      usleep(50_000)
    }
    guard let before, let most else { return }
    // Those that have not proved who they are, and one that is sent away just then.
    checks.expect(
      most.descriptors <= before.descriptors + 66,
      "\(most.descriptors) descriptors in the place of \(before.descriptors)")
    checks.expect(
      most.megabytes <= before.megabytes + 32, "\(most.megabytes) MB in the place of \(before.megabytes)")
  }

  /// In the place of the watch that every program has: one that a last rank never connects to.
  private func watch() throws {
    Watch.current?.leave()
    try world.communicator.barrier()
    var settings = WatchSettings(stallTimeoutSeconds: 3, runDirectory: runDirectory)
    settings.secondsToConnect = kind == .briefSiege ? 1 : 60
    let member = JobMember(
      rank: world.rank, size: world.size + 1, host: world.hostName, settings: settings)
    try Watch.start(member) { own in
      let all = try world.communicator.allGather(own)
      return all + all.prefix(1)
    }
    // Its ranks are connected by then.
    sleep(1)
  }

  private func goesOn() throws -> Bool {
    let isOver = access("\(runDirectory)/end", F_OK) == 0 ? 1 : 0
    return try world.communicator.allReduce(isOver, .maximum) == 0
  }

  private func writeFiles() throws {
    let paths = (0..<Self.fileCount).map { "\(runDirectory)/file-\($0)" }
    let files = paths.map { open($0, O_WRONLY | O_CREAT | O_TRUNC, 0o666) }
    defer { for file in files where file >= 0 { close(file) } }
    guard !files.contains(where: { $0 < 0 }) else {
      throw Failure(.inputOutput, "no descriptor was left for a file", at: runDirectory)
    }
  }

  private struct Footprint {
    let descriptors: Int
    let megabytes: Int

    init(_ descriptors: Int, _ megabytes: Int) {
      (self.descriptors, self.megabytes) = (descriptors, megabytes)
    }
  }

  private func footprint() throws -> Footprint {
    let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    let fields = String(
      decoding: FileManager.default.contents(atPath: "/proc/self/statm") ?? Data(), as: UTF8.self
    )
    .split(separator: " ")
    guard fields.count > 1, let pages = Int(fields[1]) else {
      throw Failure(.systemError, "no /proc/self/statm")
    }
    return Footprint(descriptors, pages * Int(sysconf(Int32(_SC_PAGESIZE))) >> 20)
  }

  private func limitDescriptors(to count: Int) {
    var limits = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
    limits.rlim_cur = min(limits.rlim_cur, rlim_t(count))
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
  }
}
