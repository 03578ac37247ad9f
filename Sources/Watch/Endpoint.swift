/// Where a rank listens for the others, and the secret by which both prove who they are. All of it reaches them by MPI.
struct Endpoint: Codable, Equatable, Sendable {
  let host: String
  /// One for each interface; a rank tries them in turn.
  let addresses: [SocketAddress]
  let key: SecretKey

  /// "198.18.0.1:40321 on host-a".
  var place: String { addresses.map(\.description).joined(separator: ", ") + " on \(host)" }
}
