import Failures
import Foundation
import MPI
import Tensor

/// Run by mpirun from the tests: `rank-checks collectives | exchange | steps FILE | reproducible FILE | fail KIND`.
withWorld { world in
  BLAS.threadCount = 1
  let arguments = CommandLine.arguments.dropFirst()
  let checks = Checks(world: world)
  switch (arguments.first, arguments.dropFirst().first) {
  case ("collectives", nil): try CollectiveChecks(checks: checks).run()
  case ("exchange", nil): try ExchangeChecks(checks: checks).run()
  case ("steps", let path?): try StepScenario.writeReport(StepScenario.all, to: path, checks: checks)
  case ("reproducible", let path?):
    try StepScenario.writeReport(StepScenario.reproducible, to: path, checks: checks)
  case ("fail", let kind?): try FailureScenario(world: world).run(kind)
  default: throw Failure(.usage, "arguments \(arguments.joined(separator: " "))")
  }
  try checks.finish()
  return .done
}
