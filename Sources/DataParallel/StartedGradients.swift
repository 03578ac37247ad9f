import TwoBranch

/// Which gradients a step has let travel between nodes: all must, or the nodes drift apart without a word.
///
/// It is kept on a single node too, where nothing travels, so that a forgotten parameter shows wherever a step is run.
struct StartedGradients {
  /// By parameter.
  private var pieces: [String: Set<ParameterShare>] = [:]

  /// Takes note of a piece of a parameter's gradient, which may start once a step.
  mutating func add(_ entry: ParameterLayout.Entry, piece: ParameterShare) {
    let isNew = pieces[entry.name, default: []].insert(piece).inserted
    precondition(isNew, "the gradient of \(entry.name) starts twice in a step")
  }

  /// The parameters of which a piece, or all, has not been started.
  func missing(of layout: ParameterLayout) -> [String] {
    layout.entries.map(\.name).filter { name in
      guard let started = pieces[name], let count = started.first?.count else { return true }
      return started != Set((0..<count).map { ParameterShare(index: $0, count: count) })
    }
  }

  /// Begins anew, at the end of a step that has started all.
  mutating func end(_ layout: ParameterLayout) {
    let missing = missing(of: layout)
    precondition(missing.isEmpty, "gradients that were never started: \(missing.joined(separator: ", "))")
    pieces.removeAll(keepingCapacity: true)
  }
}
