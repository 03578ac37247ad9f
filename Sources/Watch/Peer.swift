/// Another rank of the job, as this one hears of it.
final class Peer {
  let rank: Int
  let host: String
  let socket: MessageSocket
  var state = RankState()
  /// Since its last message.
  var silentSeconds = 0.0
  /// It has said something since it was welcome: only then it knows that it is connected.
  var hasSpoken = false
  /// It has said that it is done.
  var hasLeft = false
  /// It has told why the job fails, or has been told not to.
  var hasClaimed = false

  init(rank: Int, host: String, socket: MessageSocket) {
    self.rank = rank
    self.host = host
    self.socket = socket
  }

  /// Whether a question may be put to it; a process that stands still does not answer.
  var canAnswer: Bool { !socket.isClosed && silentSeconds < 3 }

  /// Closed without a word.
  var isDead: Bool { socket.isClosed && !hasLeft && !hasClaimed }
}
