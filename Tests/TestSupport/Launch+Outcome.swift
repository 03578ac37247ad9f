extension Launch {
  package struct Outcome: Sendable, CustomStringConvertible {
    package let status: Int32
    package let output: String
    package let errors: String
    package let timedOut: Bool

    /// The program's own messages, one a rank that failed; mpirun adds lines of its own.
    package var messages: [String] {
      errors.split(separator: "\n").filter { $0.hasPrefix("tbn-dist: ") }.map(String.init)
    }

    package var lines: [String] { output.split(separator: "\n").map(String.init) }

    package var description: String {
      "status \(status)\(timedOut ? ", killed for lasting too long" : "")\nout: \(output)\nerr: \(errors)"
    }
  }
}
