import Foundation
import TestSupport
import Testing

@Suite(.serialized)
struct CutLinkTests {
  /// Starts a run on two hosts, cuts the link between them, and tells the status, the seconds from then to the end, and
  /// which of the job's processes are left on either host three seconds later.
  private static let script = """
    "$@" >/dev/null & job=$!
    until [ "$(wc -l <"$RUN/metrics.jsonl")" -ge 5 ]; do kill -0 $job || exit 1; sleep 0.1; done 2>/dev/null
    start=$(date +%s%N)
    ip link set eth0 down
    wait $job; status=$?
    echo "status $status"
    echo "milliseconds $((($(date +%s%N) - start) / 1000000))"
    for pause in 1 2 3; do pgrep 'orted|mpirun|tbn-dist' >/dev/null || break; sleep 1; done
    echo "left $(pgrep -l 'orted|mpirun|tbn-dist' | tr '\\n' ' ')"
    """

  @Test(
    "A link that is cut ends the job on both hosts, with status 75 and one message that names the host out of reach",
    .enabled(if: TwoHosts.canBePlayed, "two hosts of one machine need root and network namespaces"),
    arguments: [2, 4])
  func cut(ranks: Int) throws {
    let training = try WatchedTraining()
    let job = training.launch(ranks: ranks)
    let launch = TwoHosts.launch(
      Self.script, ["mpirun", "-n", "\(ranks)", try Launch.path(ofProgram: "tbn-dist")] + job.arguments,
      environment: ["RUN": training.run])
    let outcome = try launch.run()
    #expect(outcome.lines.contains("status 75"), "\(outcome)")
    #expect(outcome.lines.contains("left "), "\(outcome)")
    let milliseconds = outcome.lines.first { $0.hasPrefix("milliseconds ") }?.split(separator: " ").last
    #expect(milliseconds.flatMap { Int($0) }.map { $0 > 2000 && $0 < 8000 } == true, "\(outcome)")
    #expect(outcome.messages.count == 1, "\(outcome)")
    let away = (ranks / 2..<ranks).map(String.init).joined(separator: ", ")
    let name = ranks == 2 ? "rank 1 on host-b" : "ranks \(away) on host-b"
    #expect(outcome.messages.first?.contains("nothing was heard of \(name)") == true, "\(outcome)")
    #expect(outcome.messages.first?.contains("the link is cut or the host is down") == true, "\(outcome)")
    // The other side cannot tell anybody; it keeps the reason in its logs.
    #expect(try training.log(ofRank: ranks - 1).contains("nothing was heard of rank"), "\(outcome)")
  }
}
