import MPI
import Tensor

/// A user's choice of what products read.
package enum PrecisionChoice: String, CaseIterable, Sendable {
  case fp32, bf16
  /// bf16 where every rank's processor has instructions for it, else fp32. What was chosen is told and recorded; a run
  /// does not go on with the other.
  case auto

  /// A collective over all ranks.
  ///
  /// - Throws: where bf16 is asked for and a processor cannot do it.
  package func resolved(on world: World) throws -> PrecisionChoice {
    switch self {
    case .fp32: return .fp32
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
