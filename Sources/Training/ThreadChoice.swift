import Foundation
import MPI
import Tensor

/// How many threads a rank's products take, and why.
package struct ThreadChoice: Equatable, Sendable {
  package let count: Int
  /// "--threads", "OMP_NUM_THREADS", "2 cores for 2 ranks"
  package let reason: String

  /// - Parameters:
  ///   - asked: by `name`; 0: by nobody.
  ///   - environment: whose OMP_NUM_THREADS counts then.
  ///   - share: what is left otherwise.
  package init(asked: Int, by name: String, environment: [String: String], share: CoreShare) {
    if asked > 0 {
      (count, reason) = (asked, name)
    } else if let number = Self.number(in: environment) {
      (count, reason) = (number, Self.variable)
    } else {
      (count, reason) = (share.cores, share.reason)
    }
  }

  private static let variable = "OMP_NUM_THREADS"
  /// More than any machine has; a larger number is a slip.
  private static let limit = 4096

  /// OpenMP's variable may have a number for each level of nested teams: the first is meant.
  private static func number(in environment: [String: String]) -> Int? {
    let first = environment[variable]?.split(separator: ",").first
    let number = first.flatMap { Int($0.trimmingCharacters(in: .whitespaces)) }
    return number.flatMap { (1...limit).contains($0) ? $0 : nil }
  }

  /// Takes them: from here on every product of this rank uses so many.
  ///
  /// A collective over all ranks.
  ///
  /// - Throws: where the system does not give them.
  package static func take(
    _ asked: Int, by name: String = "--threads", world: World
  ) throws -> ThreadChoice {
    let choice = ThreadChoice(
      asked: asked, by: name, environment: ProcessInfo.processInfo.environment,
      share: try CoreShare.current(on: world.node))
    try world.together { try BLAS.start(threads: choice.count) }
    return choice.limited(to: BLAS.threadCount)
  }

  /// What is left of it where the library has no more.
  package func limited(to most: Int) -> ThreadChoice {
    most < count ? ThreadChoice(count: most, reason: "\(reason), and no more in OpenBLAS") : self
  }

  private init(count: Int, reason: String) {
    (self.count, self.reason) = (count, reason)
  }

  /// "1 thread each (2 cores for 2 ranks)"; where ranks differ, from the fewest to the most. A collective.
  package func text(on world: World) throws -> String {
    let least = try world.communicator.allReduce(count, .minimum)
    let most = try world.communicator.allReduce(count, .maximum)
    let number = least == most ? "\(count)" : "\(least) to \(most)"
    return "\(number) \(most == 1 ? "thread" : "threads") each (\(reason))"
  }
}
