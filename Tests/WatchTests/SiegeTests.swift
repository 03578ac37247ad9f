import Foundation
import TestSupport
import Testing

/// Strangers at the open port of a job that goes on.
@Suite(.serialized)
struct SiegeTests {
  @Test(
    "Whatever strangers do at the port, the job goes on, and rank 0 keeps its memory and its descriptors",
    arguments: ["idle", "flood", "slow", "forge"])
  func goesOn(_ kind: String) throws {
    let directory = try TemporaryDirectory()
    var launch = Launch.checks(ranks: 2, "siege", directory.path)
    launch.timeoutSeconds = 60
    let outcome = try launch.run { _ in
      try attack(kind, directory, seconds: 4) { _ in }
      _ = try directory.write("", to: "end")
    }
    #expect(outcome.status == 0 && !outcome.timedOut && outcome.messages.isEmpty, "\(outcome)")
    #expect(outcome.output.hasPrefix("passed "), "\(outcome)")
  }

  @Test("Meanwhile a rank that is stopped is named, and no other", arguments: ["idle", "flood", "forge"])
  func stopped(_ kind: String) throws {
    let directory = try TemporaryDirectory()
    var launch = Launch.checks(ranks: 3, "siege", directory.path)
    launch.timeoutSeconds = 60
    let outcome = try launch.run { launcher in
      let job = try JobProcesses(launcher: launcher, rankCount: 3)
      try attack(kind, directory, seconds: 7) { _ in
        sleep(1)
        kill(job.ranks[1], SIGSTOP)
      }
    }
    #expect(outcome.status == 75 && !outcome.timedOut, "\(outcome)")
    #expect(outcome.messages.count == 1, "\(outcome)")
    #expect(outcome.messages.first?.contains("nothing was heard of rank 1 on ") == true, "\(outcome)")
  }

  private func attack(
    _ kind: String, _ directory: TemporaryDirectory, seconds: Int, meanwhile: (Int32) throws -> Void
  ) throws {
    let log = directory.file("logs/rank-0.log")
    var place: (address: String, port: String)?
    try waitUntil("rank 0 tells its port") {
      place = Self.place(
        in: String(decoding: FileManager.default.contents(atPath: log) ?? Data(), as: UTF8.self))
      return place != nil
    }
    let (address, port) = try #require(place)
    // All ranks are on one host.
    #expect(address == "127.0.0.1")
    let stranger = Launch(
      arguments: ["stranger", kind, address, port, "\(seconds)"],
      executable: try Launch.path(ofProgram: "rank-checks"))
    let outcome = try stranger.run(meanwhile: meanwhile)
    #expect(outcome.status == 0, "\(outcome)")
  }

  /// "... other ranks connect to 127.0.0.1:40321 on host".
  static func place(in log: String) -> (address: String, port: String)? {
    let words = log.split(separator: "\n").first { $0.contains("other ranks connect to ") }?.split(
      separator: " ")
    let parts = words?.dropLast(2).last?.split(separator: ":").map(String.init)
    return parts.flatMap { $0.count == 2 ? ($0[0], $0[1]) : nil }
  }
}
