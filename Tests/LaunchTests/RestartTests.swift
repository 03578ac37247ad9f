import Foundation
import TestSupport
import Testing

@Suite("Launch/run starts a job again where that helps, and only there")
struct RestartTests {
  @Test(
    "What an interruption leaves is taken up again",
    arguments: [75, 129, 134, 137, 139, 143, 1, 205, 255])
  func restarts(status: Int) throws {
    let job = try FakeJob(["begin; exit \(status)", "exit 0"])
    let outcome = try job.run()
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try job.starts().count == 2, "\(outcome)")
    #expect(outcome.errors.contains("end 1: status \(status) ("), "\(outcome)")
  }

  @Test(
    "What would come again ends the job with its status", arguments: [0, 2, 64, 65, 70, 74, 76, 78, 126, 127])
  func ends(status: Int32) throws {
    let job = try FakeJob(["exit \(status)"])
    let outcome = try job.run()
    #expect(outcome.status == status, "\(outcome)")
    #expect(try job.starts().count == 1, "\(outcome)")
  }

  @Test(
    "What cannot start at all is tried once: mpirun's own ends, and a program that crashes before it has done anything",
    arguments: [1, 134, 139, 205, 213, 255])
  func cannotStart(status: Int32) throws {
    let job = try FakeJob(["exit \(status)"])
    let outcome = try job.run()
    #expect(outcome.status == status, "\(outcome)")
    #expect(try job.starts().count == 1, "\(outcome)")
    #expect(outcome.errors.contains("mpirun cannot start it"), "\(outcome)")
  }

  @Test(
    "A job that has begun once is started again also where a later start comes to nothing",
    arguments: [1, 255])
  func laterStart(status: Int32) throws {
    let job = try FakeJob(["begin; exit 137", "exit \(status)", "exit \(status)", "exit 0"])
    let outcome = try job.run()
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try job.starts().count == 4, "\(outcome)")
  }

  @Test(
    "A job whose ranks are killed before they have done anything is started again", arguments: [137, 143, 75])
  func killedEarly(status: Int32) throws {
    let job = try FakeJob(["exit \(status)", "exit 0"])
    #expect(try job.run().status == 0)
    #expect(try job.starts().count == 2)
  }

  @Test("Under nohup a hang-up ends nothing")
  func hangUp() throws {
    var job = try FakeJob(["kill -HUP $PPID; sleep 0.5; exit 0"])
    job.ignoresHangUp = true
    let outcome = try job.run()
    #expect(outcome.status == 0 && !outcome.errors.contains("got HUP"), "\(outcome)")
    #expect(try job.starts().count == 1, "\(outcome)")
  }

  @Test("Restarts without a newer checkpoint are limited, and the last status is told")
  func limit() throws {
    let job = try FakeJob(["exit 137"], options: ["-n", "2", "--restarts", "3"])
    let outcome = try job.run()
    #expect(outcome.status == 137 && outcome.errors.contains("3 restarts without"), "\(outcome)")
    #expect(try job.starts().count == 4)
  }

  @Test("A newer checkpoint sets the count of restarts back")
  func progress() throws {
    let starts = [
      "exit 137", "newest step-00000001; exit 137", "newest step-00000002; exit 75", "exit 137", "exit 75",
    ]
    let job = try FakeJob(starts, options: ["-n", "2", "--restarts", "1"])
    let outcome = try job.run()
    #expect(outcome.status == 137 && outcome.errors.contains("at step-00000002"), "\(outcome)")
    #expect(try job.starts().count == 4, "\(outcome)")
  }

  @Test(
    "A signal reaches the ranks as USR1, and the job is not started again",
    arguments: ["TERM", "HUP", "USR1"])
  func stop(signal: String) throws {
    let waiting =
      "trap 'echo asked >>asked; exit 75' USR1; kill -\(signal) $PPID; while :; do sleep 0.05; done"
    let job = try FakeJob([waiting])
    let outcome = try job.run()
    #expect(outcome.status == 75 && !outcome.timedOut, "\(outcome)")
    #expect(try job.lines(of: "asked") == ["asked"])
    #expect(try job.starts().count == 1, "\(outcome)")
  }

  @Test("A job that does not end when told is ended by the second signal")
  func secondSignal() throws {
    let stubborn =
      "trap 'kill -TERM $PPID' USR1; trap 'echo ended >>ended; exit 1' TERM; kill -TERM $PPID; while :; do sleep 0.05; done"
    let job = try FakeJob([stubborn])
    let outcome = try job.run()
    #expect(outcome.status == 75 && !outcome.timedOut, "\(outcome)")
    #expect(try job.lines(of: "ended") == ["ended"])
  }

  @Test("A job that was told to stop and finished all the same is done")
  func stopAtTheEnd() throws {
    let outcome = try FakeJob(["trap 'exit 0' USR1; kill -TERM $PPID; while :; do sleep 0.05; done"]).run()
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test("Ranks do not outlive an mpirun that was killed")
  func orphans() throws {
    let job = try FakeJob(
      ["sleep 600 & echo $! >>ranks; kill -KILL $$"], options: ["-n", "2", "--restarts", "1"])
    let outcome = try job.run()
    #expect(outcome.status == 137, "\(outcome)")
    let ranks = try job.lines(of: "ranks")
    #expect(ranks.count == 2, "\(outcome)")
    for rank in ranks { #expect(!Self.isAlive(rank), "process \(rank)") }
  }

  /// A killed process that nobody has waited for yet does not count.
  private static func isAlive(_ process: String) -> Bool {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8) else {
      return false
    }
    return !status.contains("State:\tZ")
  }
}
