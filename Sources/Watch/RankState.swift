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

  func write(to fields: inout FieldWriter) {
    fields.write64(max(0, step))
    fields.write(place)
    fields.write(call)
    fields.write64(max(0, worldCallCount))
    fields.write64(Int(min(max(0, stillSeconds), Self.longestSeconds) * 1000))
  }

  /// Nil where the fields are not those of a state.
  init?(_ fields: inout FieldReader) {
    guard let step = fields.integer64(), let place = fields.string(), let call = fields.string(),
      let worldCallCount = fields.integer64(), let milliseconds = fields.integer64()
    else { return nil }
    self.step = step
    self.place = place
    self.call = call
    self.worldCallCount = worldCallCount
    stillSeconds = min(Double(milliseconds) / 1000, Self.longestSeconds)
  }

  /// Thirty years: what is told of it fits every number.
  private static let longestSeconds = 1e9

  /// "step 12, phase backward, in MPI_Allreduce".
  package var description: String {
    let parts = [step > 0 ? "step \(step)" : nil, "phase \(place)", isWaiting ? "in \(call)" : nil]
    return parts.compactMap { $0 }.joined(separator: ", ")
  }
}
