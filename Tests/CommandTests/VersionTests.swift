import Testing

extension CommandTests {
  @Suite("tbn-dist --version")
  struct VersionTests {
    @Test("It names the release and the commit that was built")
    func version() throws {
      let outcome = try expectSuccess(Launch(arguments: ["--version"]))
      let form = /[0-9]+\.[0-9]+\.[0-9]+ \(([0-9a-f]{12}( with changes)?|unknown commit)\)/
      #expect(outcome.lines.count == 1 && outcome.lines[0].wholeMatch(of: form) != nil, "\(outcome)")
    }
  }
}
