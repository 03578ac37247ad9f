/// What went wrong, told to the person who can mend it: what was found, where, what was expected, what to do.
package struct Failure: Error, Equatable, CustomStringConvertible {
  package let status: ExitStatus
  package let found: String
  package let location: String?
  package let expected: String?
  package let remedy: String?

  /// - Parameters:
  ///   - status: the exit status of the whole job.
  ///   - found: what was found, without a full stop: "row 17 holds NaN in column 3".
  ///   - location: file, and line or row, if there is one.
  ///   - expected: what would have been right: "finite numbers".
  ///   - remedy: what to do next, as an imperative: "remove the row and its captions".
  package init(
    _ status: ExitStatus, _ found: String, at location: String? = nil, expected: String? = nil,
    remedy: String? = nil
  ) {
    self.status = status
    self.found = found
    self.location = location
    self.expected = expected
    self.remedy = remedy
  }

  /// The same of what stands at `target`: for what went wrong in a file of another name on its way there.
  ///
  /// - Parameter path: the other name, or the directory of it.
  package func moved(from path: String, to target: String) -> Failure {
    guard let location, location == path || location.hasPrefix("\(path)/") else { return self }
    return Failure(
      status, found, at: target + location.dropFirst(path.count), expected: expected, remedy: remedy)
  }

  /// One line: "LOCATION: FOUND; expected EXPECTED; REMEDY".
  package var description: String {
    var line = location.map { "\(Self.shown($0)): " } ?? ""
    line += Self.shown(found)
    if let expected { line += "; expected \(Self.shown(expected))" }
    if let remedy { line += "; \(Self.shown(remedy))" }
    return line
  }

  private static let shownCount = 2_000

  // What a file holds may be long, and may hold line ends or the control sequences of terminals.
  private static func shown(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars.prefix(shownCount) {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: result += scalar.escaped(asASCII: true)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return text.unicodeScalars.dropFirst(shownCount).isEmpty ? result : result + "..."
  }
}
