import Failures
import Foundation
import MPI
import Tensor
import Watch

/// Run by mpirun from the tests: `rank-checks collectives [checked] | exchange [checked] | steps FILE |
/// reproducible FILE | drift KIND | fail KIND | lack KIND | stall KIND | differ KIND | [short-|brief-]siege DIRECTORY`; without
/// it: `stranger ...`.
let arguments = CommandLine.arguments.dropFirst()
if let stranger = StrangerScenario(arguments) { exit(stranger.run()) }
let (command, argument) = (arguments.first, arguments.dropFirst().first)
let settings = WatchSettings(stallTimeoutSeconds: command == "stall" ? 3 : 300)
withWorld(settings, checksCollectives: argument == "checked" || command == "differ") { world in
  BLAS.threadCount = 1
  let checks = Checks(world: world)
  switch (command, argument) {
  case ("collectives", nil), ("collectives", "checked"): try CollectiveChecks(checks: checks).run()
  case ("exchange", nil), ("exchange", "checked"): try ExchangeChecks(checks: checks).run()
  case ("steps", let path?): try StepScenario.writeReport(StepScenario.all, to: path, checks: checks)
  case ("reproducible", let path?):
    try StepScenario.writeReport(StepScenario.reproducible, to: path, checks: checks)
  case ("drift", let kind?): try DriftScenario(world: world).run(kind)
  case ("fail", let kind?): try FailureScenario(world: world).run(kind)
  case ("lack", let kind?): try ScarcityScenario(world: world).run(kind)
  case ("stall", let kind?): try StallScenario(checks: checks).run(kind)
  case ("differ", let kind?): try DifferenceScenario(world: world).run(kind)
  case (let name?, let directory?) where SiegeScenario.Kind(rawValue: name) != nil:
    let kind = SiegeScenario.Kind(rawValue: name) ?? .siege
    try SiegeScenario(checks: checks, runDirectory: directory, kind: kind).run()
  default: throw Failure(.usage, "arguments \(arguments.joined(separator: " "))")
  }
  try checks.finish()
  return .done
}
