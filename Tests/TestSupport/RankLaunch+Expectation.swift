import Testing

extension RankLaunch {
  /// Runs `rank-checks`, which must find everything as expected.
  package func expectToPass(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let outcome = try run()
    #expect(outcome.status == 0 && !outcome.timedOut, "\(outcome.errors)", sourceLocation: sourceLocation)
    let found = outcome.output
    let passed =
      found.hasPrefix("passed ") && !found.hasPrefix("passed 0 ") && found.hasSuffix(" on \(ranks) ranks\n")
    #expect(passed, "\(found)", sourceLocation: sourceLocation)
  }
}
