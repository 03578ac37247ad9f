import Foundation
import MPI
import Tensor
import Version

/// Where a run ran, for whoever compares figures later.
package struct EnvironmentReport: Codable, Equatable, Sendable {
  package let date: String
  package let ranks: Int
  /// In rank order, each once.
  package let hosts: [String]
  package let coresOfRank0: Int
  package let threadsPerRank: Int
  /// How many threads the ranks have, and why, for a person; nil in reports of earlier versions.
  package let threads: String?
  package let mpi: String
  package let openBLAS: String
  package let openBLASCore: String
  package let version: String

  /// A collective over all ranks.
  package static func gather(world: World, threads: ThreadChoice) throws -> EnvironmentReport {
    let names = try world.communicator.gather(Array("\(world.hostName)\n".utf8))
    let hosts = String(decoding: names, as: UTF8.self).split(separator: "\n").map(String.init)
    var seen = Set<String>()
    return EnvironmentReport(
      date: ISO8601DateFormatter().string(from: Date()), ranks: world.size,
      hosts: hosts.filter { seen.insert($0).inserted }, coresOfRank0: Affinity.current().coreCount,
      threadsPerRank: threads.count, threads: try threads.text(on: world), mpi: World.libraryVersion,
      openBLAS: BLAS.configuration,
      openBLASCore: BLAS.coreName,
      version: Version.text)
  }

  /// "4 ranks on 1 host, 1 thread each (4 cores for 4 ranks); Open MPI v4.1.4; OpenBLAS for SkylakeX".
  package var summary: String {
    let rankText = ranks == 1 ? "1 rank" : "\(ranks) ranks"
    let hostText = hosts.count == 1 ? "1 host" : "\(hosts.count) hosts"
    let threadText = threads ?? "\(threadsPerRank) \(threadsPerRank == 1 ? "thread" : "threads") each"
    return "\(rankText) on \(hostText), \(threadText); \(mpi); OpenBLAS for \(openBLASCore)"
  }
}
