import Foundation

/// How the ranks of a job come to be connected beside MPI: who listens where, which MPI tells all.
struct WatchConnections {
  /// Brings bytes of every rank to all, in the order of the ranks.
  typealias AllGather = ([UInt8]) throws -> [[UInt8]]

  let listener: Listener?
  /// Of all ranks, on those that listen; empty on the others.
  let hosts: [String]
  let joinings: [Joining]
  /// What started the job.
  let command: String

  /// What each rank tells all others when the job begins.
  private struct Introduction: Codable {
    let endpoint: Endpoint?
    let command: String
  }

  /// A collective over all ranks.
  ///
  /// - Throws: what `allGather` throws, and where the system gives no random bytes.
  init(_ member: JobMember, _ interfaces: InterfaceChoice, allGather: AllGather) throws {
    let sites = try Self.exchange(Site.own(host: member.host, interfaces), among: allGather) {
      member.isListener ? $0.indices : 0..<0
    }
    listener = try Self.listener(of: member, sites)
    hosts = sites.map(\.host)
    let own = Introduction(
      endpoint: listener?.endpoint, command: member.rank == 0 ? LaunchCommand.text(ranks: member.size) : "")
    let introductions = try Self.exchange(own, among: allGather) {
      0..<min(JobMember.listenerCount, $0.count)
    }
    command = introductions.first?.command ?? ""
    joinings = introductions.enumerated().compactMap { rank, introduction in
      guard rank < member.rank, let endpoint = introduction.endpoint else { return nil }
      return Joining(
        to: endpoint, of: rank, member: member.rank, seconds: member.settings.secondsToConnect)
    }
  }

  /// What ranks have told; of those alone that matter here, since a job may have thousands.
  private static func exchange<Value: Codable>(
    _ own: Value, among allGather: AllGather, of ranks: ([[UInt8]]) -> Range<Int>
  ) throws -> [Value] {
    let all = try allGather([UInt8](JSONEncoder().encode(own)))
    return try ranks(all).map { try JSONDecoder().decode(Value.self, from: Data(all[$0])) }
  }

  private static func listener(of member: JobMember, _ sites: [Site]) throws -> Listener? {
    guard member.isListener, sites.indices.contains(member.rank) else { return nil }
    let addresses = sites[member.rank].listeningAddresses(
      for: Array(sites[(member.rank + 1)...]), route: Site.route(to:))
    return Listener(
      rank: member.rank, host: member.host, addresses: addresses, key: try SecretKey.random())
  }
}
