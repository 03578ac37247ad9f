import Failures
import Testing

/// Runs `body` and expects a failure with this status whose message has every phrase.
package func expectFailure(
  _ status: Failures.ExitStatus, _ phrases: String..., sourceLocation: SourceLocation = #_sourceLocation,
  from body: () throws -> Void
) {
  do {
    try body()
    Issue.record("nothing was thrown", sourceLocation: sourceLocation)
  } catch let failure as Failure {
    #expect(failure.status == status, "\(failure)", sourceLocation: sourceLocation)
    for phrase in phrases {
      #expect(failure.description.contains(phrase), "\(failure)", sourceLocation: sourceLocation)
    }
  } catch {
    Issue.record("\(error)", sourceLocation: sourceLocation)
  }
}
