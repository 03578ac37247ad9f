import Foundation
import TestSupport
import Testing

@Suite(.serialized)
struct ClosedPortTests {
  @Test(
    "Once the ranks of a host are connected, none of them has an open port, not even Open MPI's",
    arguments: [1, 2])
  func closed(ranks: Int) throws {
    let training = try WatchedTraining()
    let outcome = try training.launch(ranks: ranks).run { launcher in
      let job = try JobProcesses(launcher: launcher, rankCount: ranks)
      var log = ""
      try waitUntil("the ranks take steps") {
        log = (try? training.log(ofRank: 0)) ?? ""
        return !log.isEmpty
      }
      // One alone has nobody to listen to.
      #expect(SiegeTests.place(in: log)?.address == (ranks > 1 ? "127.0.0.1" : nil), "\(log)")
      try waitUntil("no rank has an open port") {
        try job.ranks.allSatisfy { try openPorts(of: $0).isEmpty }
      }
      kill(launcher, SIGUSR1)
    }
    #expect(outcome.status == 75 && !outcome.timedOut, "\(outcome)")
  }

  /// Addresses and ports, in the kernel's hexadecimal notation, on which a process listens.
  private func openPorts(of process: Int32) throws -> [String] {
    let directory = "/proc/\(process)/fd"
    let files = Set(
      try FileManager.default.contentsOfDirectory(atPath: directory).compactMap {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "\(directory)/\($0)")
      })
    var ports: [String] = []
    for table in ["tcp", "tcp6"] {
      let bytes = FileManager.default.contents(atPath: "/proc/\(process)/net/\(table)") ?? Data()
      for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
        let fields: [String] = line.split(separator: " ").map(String.init)
        guard fields.count > 9, fields[3] == "0A" else { continue }
        if files.contains("socket:[" + fields[9] + "]") { ports.append(fields[1]) }
      }
    }
    return ports
  }

  @Test("The name of a run may hold tabs, line ends, quotes and letters of any language")
  func anyName() throws {
    let training = try WatchedTraining()
    let run = training.directory.file("a\trun\nof \"many\" 'letters' ä日本\\")
    var launch = training.launch(ranks: 3, ["--run", run])
    launch.timeoutSeconds = 60
    let outcome = try launch.run { launcher in
      let job = try JobProcesses(launcher: launcher, rankCount: 3)
      try waitUntil("the ranks take steps") {
        (0..<3).allSatisfy { FileManager.default.fileExists(atPath: "\(run)/logs/rank-\($0).log") }
      }
      kill(job.ranks[1], SIGSTOP)
    }
    #expect(outcome.status == 75 && !outcome.timedOut, "\(outcome)")
    #expect(outcome.messages.count == 1, "\(outcome)")
    #expect(outcome.messages.first?.contains("nothing was heard of rank 1 on ") == true, "\(outcome)")
    let log = try String(contentsOfFile: "\(run)/logs/rank-2.log", encoding: .utf8)
    #expect(log.contains("ends, as rank 0 has told: tbn-dist: nothing was heard of rank 1 on "), "\(log)")
    #expect(log.contains("log: \(run)/logs/rank-1.log"), "\(log)")
  }
}
