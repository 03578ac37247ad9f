/// The phases of a step, as `tbn-dist bench` names them.
enum StepPhases {
  /// In the order in which a step has them.
  static let names = [
    "read", "forward", "gather", "loss", "scatter", "backward", "reduce", "update", "other",
  ]

  /// Known ones in their order, then others by name.
  static func ordered(_ some: Set<String>) -> [String] {
    names.filter(some.contains) + some.subtracting(names).sorted()
  }

  static func isCommunication(_ name: String) -> Bool { ["gather", "scatter", "reduce"].contains(name) }
}
