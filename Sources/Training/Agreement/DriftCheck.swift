import DataParallel
import Failures
import MPI

/// Compares what must be the same bits everywhere: the model in the memory of each node, and what every rank keeps of
/// it for itself.
///
/// A flipped bit of memory or a fault of the network would otherwise go on for ever as a slightly wrong model.
package struct DriftCheck {
  let world: World

  package init(world: World) {
    self.world = world
  }

  /// A collective over all ranks.
  ///
  /// - Throws: `Failure(.software)`, on rank 0, that names the ranks that differ from most others.
  package func compare(_ step: DataParallelStep, after progress: TrainingProgress) throws {
    var own = try step.parameters.digest() &+ 3 &* step.network.running.image.digest
    own = own &+ 5 &* step.network.running.text.digest
    if let head = step.objective.head?.running {
      own = own &+ 7 &* head.first.digest &+ 11 &* head.second.digest
    }
    var digests = [Int](repeating: 0, count: world.size)
    digests[world.rank] = Int(Int64(bitPattern: own))
    try world.communicator.allReduce(&digests)
    let odd = Self.oddRanks(digests)
    guard !odd.isEmpty else { return }
    try fail(odd, isClear: 2 * odd.count < world.size, progress)
  }

  /// The ranks whose number is not the most frequent one, of equally frequent ones that of the lowest rank.
  package static func oddRanks(_ digests: [Int]) -> [Int] {
    let counts = Dictionary(grouping: digests.indices) { digests[$0] }
    let most = counts.values.max { ($0.count, -$0[0]) < ($1.count, -$1[0]) } ?? []
    return digests.indices.filter { digests[$0] != digests[most[0]] }
  }

  /// Tells it with the hosts' names. A collective.
  private func fail(_ odd: [Int], isClear: Bool, _ progress: TrainingProgress) throws -> Never {
    let names = try world.communicator.gather(Array("\(world.hostName)\n".utf8))
    let hosts = String(decoding: names, as: UTF8.self).split(separator: "\n")
    let told = odd.prefix(8).map { "rank \($0)" + (world.isRoot ? " on \(hosts[$0])" : "") }
    let list =
      told.joined(separator: ", ") + (odd.count > told.count ? " and \(odd.count - told.count) more" : "")
    let doubt = isClear ? "" : ", half of them: which half is right cannot be told"
    try world.failTogether(
      Failure(
        .software,
        "step \(progress.step): the model of \(list) is not that of the other ranks\(doubt)",
        expected: "the same bits on every rank",
        remedy:
          "look for faulty memory or a faulty link there; the same command goes on from the last checkpoint"))
  }
}
