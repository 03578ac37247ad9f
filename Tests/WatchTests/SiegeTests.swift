import Foundation
import TestSupport
import Testing

/// Strangers at the open port of a job that goes on.
@Suite(.serialized)
struct SiegeTests {
  @Test(
    "Whatever strangers do at the port, the job goes on, and rank 0 keeps its memory and its descriptors",
    arguments: ["idle", "flood", "slow", "forge"])
  func goesOn(_ kind: String) throws { try expectToGoOn("siege", kind) }

  @Test("Where rank 0 has few descriptors, strangers do not take those for its files")
  func shortOfDescriptors() throws { try expectToGoOn("short-siege", "idle") }

  private func expectToGoOn(_ scenario: String, _ kind: String) throws {
    let directory = try TemporaryDirectory()
    var launch = Launch.checks(ranks: 2, scenario, directory.path)
    launch.timeoutSeconds = 60
    let outcome = try launch.run { _ in
      try attack(kind, directory, seconds: 4) { _ in }
      _ = try directory.write("", to: "end")
    }
    #expect(outcome.status == 0 && !outcome.timedOut && outcome.messages.isEmpty, "\(outcome)")
    #expect(outcome.output.hasPrefix("passed "), "\(outcome)")
  }

  @Test("A port at which a rank is missing closes after its time; a warning says so, and the job goes on")
  func missing() throws {
    let directory = try TemporaryDirectory()
    let outcome = try Launch.checks(ranks: 2, "brief-siege", directory.path).run { _ in
      let (address, port) = try place(in: directory)
      // It has been open for a second by then.
      sleep(3)
      let stranger = try Launch(
        arguments: ["stranger", "idle", address, port, "1"],
        executable: Launch.path(ofProgram: "rank-checks")
      ).run()
      #expect(stranger.output.hasPrefix("0 connections"), "\(stranger)")
      _ = try directory.write("", to: "end")
    }
    #expect(outcome.status == 0 && !outcome.timedOut, "\(outcome)")
    let warnings = outcome.errors.split(separator: "\n").filter {
      $0.hasPrefix("warning: no connection within 1 s ")
    }
    #expect(warnings.count == 1 && warnings[0].contains(" from the ranks 2: "), "\(outcome)")
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

  /// Starts a job on both hosts, has a stranger come from the other one, and from the same, and tells the status. With a
  /// rank to stop, stops that one meanwhile.
  private static let script = """
    "$@" & job=$!
    trap 'kill -KILL $job 2>/dev/null' EXIT
    until grep -qs 'connect to' "$RUN/logs/rank-0.log"; do kill -0 $job || exit 1; sleep 0.1; done
    place=$(grep -o '[0-9.]*:[0-9]*' <<<"$(sed -n 's/.*connect to //p' "$RUN/logs/rank-0.log")")
    echo "place ${place%:*}"
    "$OMPI_MCA_plm_rsh_agent" host-b "$STRANGER stranger $KIND ${place%:*} ${place#*:} 6" & far=$!
    "$STRANGER" stranger "$KIND" "${place%:*}" "${place#*:}" 6 & near=$!
    if [ -n "$STOPPED" ]; then
      sleep 1
      kill -STOP "$(sed -n 's/.*process //p' "$RUN/logs/rank-$STOPPED.log")"
    fi
    wait $far; echo "far $?"
    wait $near; echo "near $?"
    touch "$RUN/end"
    wait $job; echo "status $?"
    """

  @Test(
    "The same where ranks are on two hosts and strangers on both",
    .enabled(if: TwoHosts.canBePlayed, "two hosts of one machine need root and network namespaces"),
    arguments: ["idle", "flood", "forge"], [false, true])
  func twoHosts(_ kind: String, stops: Bool) throws {
    let directory = try TemporaryDirectory()
    let program = try Launch.path(ofProgram: "rank-checks")
    let outcome = try TwoHosts.launch(
      Self.script, ["mpirun", "-n", "4", program, "siege", directory.path],
      environment: ["RUN": directory.path, "STRANGER": program, "KIND": kind, "STOPPED": stops ? "2" : ""]
    ).run()
    // On the interface between the hosts, and no other.
    for line in ["place 198.18.0.1", "far 0", "near 0", "status \(stops ? 75 : 0)"] {
      #expect(outcome.lines.contains(line), "\(line)\n\(outcome)")
    }
    #expect(outcome.messages.count == (stops ? 1 : 0), "\(outcome)")
    if stops {
      #expect(
        outcome.messages.first?.contains("nothing was heard of rank 2 on host-b") == true, "\(outcome)")
    } else {
      #expect(outcome.output.contains("on 4 ranks"), "\(outcome)")
    }
  }

  private func attack(
    _ kind: String, _ directory: TemporaryDirectory, seconds: Int, meanwhile: (Int32) throws -> Void
  ) throws {
    let (address, port) = try place(in: directory)
    // All ranks are on one host.
    #expect(address == "127.0.0.1")
    let stranger = Launch(
      arguments: ["stranger", kind, address, port, "\(seconds)"],
      executable: try Launch.path(ofProgram: "rank-checks"))
    let outcome = try stranger.run(meanwhile: meanwhile)
    #expect(outcome.status == 0, "\(outcome)")
  }

  /// That of rank 0, once it tells it.
  private func place(in directory: TemporaryDirectory) throws -> (address: String, port: String) {
    let log = directory.file("logs/rank-0.log")
    var place: (address: String, port: String)?
    try waitUntil("rank 0 tells its port") {
      let bytes = FileManager.default.contents(atPath: log) ?? Data()
      place = Self.place(in: String(decoding: bytes, as: UTF8.self))
      return place != nil
    }
    return try #require(place)
  }

  /// "... other ranks connect to 127.0.0.1:40321 on host".
  static func place(in log: String) -> (address: String, port: String)? {
    let words = log.split(separator: "\n").first { $0.contains("other ranks connect to ") }?.split(
      separator: " ")
    let parts = words?.dropLast(2).last?.split(separator: ":").map(String.init)
    return parts.flatMap { $0.count == 2 ? ($0[0], $0[1]) : nil }
  }
}
