import TestSupport

/// The program under test.
enum Program {
  static func path() throws -> String { try Launch.path(ofProgram: "tbn-dist") }
}
