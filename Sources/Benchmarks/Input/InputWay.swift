/// How a step gets its input.
package enum InputWay: String, CaseIterable, Sendable {
  /// The work of a step on the same rows again and again: what a step would cost without reading.
  case without
  /// The rows are read when the step begins.
  case inTurn = "in-turn"
  /// The same, but the system was asked for them during the step before.
  case advised
  /// A thread reads them during the step before, as in training.
  case ahead

  var description: String {
    switch self {
    case .without: "without reading"
    case .inTurn: "read when the step begins"
    case .advised: "the same, asked for a step ahead"
    case .ahead: "read a step ahead by a thread"
    }
  }
}
