import TestSupport
import Testing

@Suite(.serialized)
struct EarlyFailureTests {
  @Test("A rank that fails alone, before MPI starts, says so; the first rank ends with it")
  func alone() throws {
    let program = try Launch.path(ofProgram: "tbn-dist")
    let good = ["-n", "1", program, "bench", "--steps", "1"]
    let bad = ["-n", "2", program, "bench", "--nonsense"]
    var launch = Launch(arguments: good + [":"] + bad, executable: "mpirun")
    launch.timeoutSeconds = 30
    let outcome = try launch.run()
    #expect(outcome.status == 64 && !outcome.timedOut, "\(outcome)")
    #expect(outcome.messages.count == 1, "\(outcome)")
    #expect(outcome.messages.first?.contains("Unknown option '--nonsense'") == true, "\(outcome)")
    #expect(outcome.errors.contains(", before MPI started; rank 0 has not failed so\n"), "\(outcome)")
  }
}
