import CMPI
import Failures

/// The one door through which every MPI return code goes.
///
/// - Throws: `Failure` with the call's name and MPI's own text.
func check(_ code: Int32, _ call: String) throws {
  guard code != 0 else { return }
  var text = [CChar](repeating: 0, count: Int(cmpi_max_error_string()) + 1)
  let known = cmpi_error_string(code, &text) == 0
  let reason =
    known ? String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self) : "code \(code)"
  throw Failure(
    .unavailable, "\(call) failed: \(reason)", remedy: remedyOfMPIError)
}

private let remedyOfMPIError = "look at the network and at the other ranks' messages"

extension Failure {
  /// Whether MPI has found it: most likely another rank's end has come before it.
  var isOfMPI: Bool { remedy == remedyOfMPIError }
}
