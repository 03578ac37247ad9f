/// Where a rank is and for how long it has not moved.
package struct RankState: Equatable, Sendable {
  /// Counted from 1; 0 before the first.
  package var step = 0
  /// "backward", "loading data".
  package var place = "starting"
  /// The MPI call that it waits in; empty outside.
  package var call = ""
  /// Collectives over all ranks that it has entered.
  package var worldCallCount = 0
  /// Since something began or ended in it.
  package var stillSeconds = 0.0

  package init() {}

  package var isWaiting: Bool { !call.isEmpty }

  /// Fields of a line, tabs between them.
  var fields: [String] {
    ["\(step)", place, call, "\(worldCallCount)", "\(Int(stillSeconds * 1000))"]
  }

  /// Nil where they are not those of a state.
  init?(fields: some Collection<Substring>) {
    let fields = Array(fields)
    guard fields.count == 5, let step = Int(fields[0]), let worldCallCount = Int(fields[3]),
      let milliseconds = Int(fields[4])
    else { return nil }
    self.step = step
    place = String(fields[1])
    call = String(fields[2])
    self.worldCallCount = worldCallCount
    stillSeconds = Double(milliseconds) / 1000
  }

  /// "step 12, phase backward, in MPI_Allreduce".
  package var description: String {
    let parts = [step > 0 ? "step \(step)" : nil, "phase \(place)", isWaiting ? "in \(call)" : nil]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }
}
