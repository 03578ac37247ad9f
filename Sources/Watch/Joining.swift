import Foundation

/// This rank's way to one that listens: tries its addresses in turn until it is taken, or the time is over.
final class Joining {
  /// The rank that listens.
  let listener: Int
  private let endpoint: Endpoint
  private let member: Int
  private var attempt: Attempt?
  private var attemptCount = 0
  private var secondsToNext = 0.0
  private var secondsLeft: Double

  /// - Parameter seconds: so long it is tried.
  init(to endpoint: Endpoint, of listener: Int, member: Int, seconds: Double) {
    self.listener = listener
    self.endpoint = endpoint
    self.member = member
    secondsLeft = seconds
  }

  var host: String { endpoint.host }
  var place: String { endpoint.place }

  var hasGivenUp: Bool { attempt == nil && secondsLeft <= 0 }

  var entry: pollfd? { attempt?.entry }

  /// The connection, once there is one, and what has been said on it.
  func advance(elapsedSeconds: Double) -> (socket: MessageSocket, messages: [Message])? {
    secondsLeft -= elapsedSeconds
    secondsToNext -= elapsedSeconds
    if attempt == nil, secondsToNext <= 0, secondsLeft > 0 { begin() }
    switch attempt?.advance(elapsedSeconds: elapsedSeconds) {
    case .connected(let socket, let messages): return (socket, messages)
    case .failed: attempt = nil
    case .waits, nil: break
    }
    return nil
  }

  private func begin() {
    let addresses = endpoint.addresses
    guard !addresses.isEmpty else { return }
    attempt = Attempt(
      to: addresses[attemptCount % addresses.count], key: endpoint.key, listener: listener, member: member)
    attemptCount += 1
    // At once where another address is left.
    secondsToNext = attemptCount < addresses.count ? 0 : min(1, 0.05 * Double(attemptCount))
  }
}
