import Failures
import TestSupport
import Testing

typealias Launch = TestSupport.Launch

/// Runs a program and expects exactly one message of its own, with these phrases, this status, and an end by itself.
func expectOneMessage(
  _ status: Failures.ExitStatus, _ phrases: [String], of launch: Launch,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  try launch.expectOneMessage(status, phrases, sourceLocation: sourceLocation)
}

/// Runs a program that is expected to do what it is asked.
@discardableResult
func expectSuccess(_ launch: Launch, sourceLocation: SourceLocation = #_sourceLocation) throws
  -> Launch.Outcome
{
  try launch.expectSuccess(sourceLocation: sourceLocation)
}
