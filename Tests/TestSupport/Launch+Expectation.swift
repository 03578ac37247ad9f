import Failures
import Testing

extension Launch {
  /// Runs `rank-checks`, which must find everything as expected.
  package func expectToPass(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let outcome = try run()
    #expect(outcome.status == 0 && !outcome.timedOut, "\(outcome.errors)", sourceLocation: sourceLocation)
    let found = outcome.output
    let passed =
      found.hasPrefix("passed ") && !found.hasPrefix("passed 0 ") && found.hasSuffix(" on \(ranks) ranks\n")
    #expect(passed, "\(found)", sourceLocation: sourceLocation)
  }

  /// Runs a program that is expected to do what it is asked, without a message.
  @discardableResult
  package func expectSuccess(sourceLocation: SourceLocation = #_sourceLocation) throws -> Outcome {
    let outcome = try run()
    #expect(outcome.status == 0 && !outcome.timedOut, "\(outcome)", sourceLocation: sourceLocation)
    #expect(outcome.messages.isEmpty, "\(outcome)", sourceLocation: sourceLocation)
    return outcome
  }

  /// Runs a program and expects exactly one message of its own, with these phrases, this status, and an end by itself
  /// within seconds.
  package func expectOneMessage(
    _ status: Failures.ExitStatus, _ phrases: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var launch = self
    launch.timeoutSeconds = 20
    let outcome = try launch.run()
    #expect(!outcome.timedOut, "\(outcome)", sourceLocation: sourceLocation)
    #expect(outcome.status == status.rawValue, "\(outcome)", sourceLocation: sourceLocation)
    #expect(outcome.messages.count == 1, "\(outcome)", sourceLocation: sourceLocation)
    for phrase in phrases {
      #expect(
        outcome.messages.first?.contains(phrase) == true, "\(phrase)\n\(outcome)",
        sourceLocation: sourceLocation)
    }
    #expect(outcome.output.isEmpty, "\(outcome)", sourceLocation: sourceLocation)
  }
}
