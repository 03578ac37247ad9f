import MPI
import Tensor

/// A user's choice of what products read.
package enum PrecisionChoice: String, CaseIterable, Sendable, Codable {
  case fp32
  /// Single precision too, with the products of layers' rows by the library that is faster. Its sums may follow another
  /// order for another number of rows, so that runs on different numbers of ranks agree in fewer digits.
  case fp32Fast = "fp32-fast"
  case bf16
  /// bf16 where every rank's processor has instructions for it, else fp32. What was chosen is told and recorded; a run
  /// does not go on with the other.
  case auto

  /// A collective over all ranks.
  ///
  /// - Throws: where bf16 is asked for and a processor cannot do it.
  package func resolved(on world: World) throws -> PrecisionChoice {
    BLAS.takesFasterForRows = self == .fp32Fast
    switch self {
    case .fp32, .fp32Fast: return self
    case .bf16:
      try world.together(Precision.bf16.requireSupport)
      return .bf16
    case .auto:
      let isSupported = (try? Precision.bf16.requireSupport()) != nil
      return try world.communicator.allReduce(isSupported ? 1 : 0, .minimum) == 1 ? .bf16 : .fp32
    }
  }

  /// After `resolved`.
  package var precision: Precision {
    precondition(self != .auto, "a choice that was not made")
    return self == .bf16 ? .bf16 : .fp32
  }
}
