import Failures
import Testing

/// Runs a program and expects exactly one message of its own, with these phrases, this status, and an end by itself.
func expectOneMessage(
  _ status: Failures.ExitStatus, _ phrases: [String], of launch: Launch,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  var launch = launch
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

/// Runs a program that is expected to do what it is asked.
@discardableResult
func expectSuccess(_ launch: Launch, sourceLocation: SourceLocation = #_sourceLocation) throws
  -> Launch.Outcome
{
  let outcome = try launch.run()
  #expect(outcome.status == 0 && !outcome.timedOut, "\(outcome)", sourceLocation: sourceLocation)
  #expect(outcome.messages.isEmpty, "\(outcome)", sourceLocation: sourceLocation)
  return outcome
}
