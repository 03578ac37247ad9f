import Foundation

/// Somebody who is no rank of the job and has no more than the address of a port of the watch: `stranger KIND ADDRESS PORT
/// SECONDS`. Needs no MPI.
struct StrangerScenario {
  let kind: String
  let address: String
  let port: UInt16
  let seconds: Double

  /// Nil where that is no call of it.
  init?(_ arguments: some Collection<String>) {
    let words = Array(arguments)
    guard words.count == 5, words[0] == "stranger", let port = UInt16(words[3]),
      let seconds = Double(words[4])
    else { return nil }
    (kind, address, self.port, self.seconds) = (words[1], words[2], port, seconds)
  }

  /// Keeps many connections busy until the time is over; returns the exit status, which is 0 if there were any.
  func run() -> Int32 {
    raiseLimit()
    var (held, connected, refused, round) = ([Int32](), 0, 0, 0)
    let end = Date(timeIntervalSinceNow: seconds)
    while Date() < end {
      while held.count < (kind == "idle" ? 1100 : 20), Date() < end {
        guard let socket = connect() else {
          refused += 1
          break
        }
        connected += 1
        held.append(socket)
      }
      held.removeAll { socket in
        let isOpen = speak(on: socket, round)
        if !isOpen { close(socket) }
        return !isOpen
      }
      round += 1
      usleep(10_000)
    }
    print("\(connected) connections, \(held.count) of them left, refused \(refused) times")
    return connected > 0 ? 0 : 1
  }

  private func raiseLimit() {
    var limits = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
    limits.rlim_cur = min(limits.rlim_max, 4096)
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
  }

  /// Returns whether the other side still keeps the connection.
  private func speak(on socket: Int32, _ round: Int) -> Bool {
    var byte: UInt8 = 0
    let peeked = recv(socket, &byte, 1, Int32(MSG_DONTWAIT | MSG_PEEK))
    if peeked == 0 || (peeked < 0 && errno != EAGAIN) { return false }
    switch kind {
    case "idle": return true
    case "flood": return send(socket, [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 16))
    // A byte now and then of what begins rightly.
    case "slow": return round % 20 > 0 || send(socket, [hello(rank: 1)[min(round / 20, 55)]])
    default: return forge(on: socket, hasAnswer: peeked > 0, round)
    }
  }

  /// Says that it is a rank, inside the job and outside, and sends the listener's own proof back.
  private func forge(on socket: Int32, hasAnswer: Bool, _ round: Int) -> Bool {
    guard hasAnswer else { return send(socket, hello(rank: [-5, 0, 1, 2, 3, 7, 1 << 31][round % 7])) }
    var answer = [UInt8](repeating: 0, count: 64)
    let count = recv(socket, &answer, answer.count, Int32(MSG_DONTWAIT))
    return count == 64 && send(socket, Array(answer.suffix(32)))
  }

  /// As ranks write it, with a number that is always the same.
  private func hello(rank: Int) -> [UInt8] {
    let number = UInt32(truncatingIfNeeded: rank)
    let rankBytes = (0..<4).map { UInt8(truncatingIfNeeded: number >> UInt32(24 - 8 * $0)) }
    return Array("tbn-dist watch 2".utf8) + [0, 0, 0, 0] + rankBytes + [UInt8](repeating: 9, count: 32)
  }

  private func send(_ socket: Int32, _ bytes: [UInt8]) -> Bool {
    let count = Foundation.send(socket, bytes, bytes.count, Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
    return count > 0 || errno == EAGAIN
  }

  /// Nil where the port takes nobody.
  private func connect() -> Int32? {
    var target = sockaddr_in()
    target.sin_family = sa_family_t(AF_INET)
    target.sin_port = port.bigEndian
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0, inet_pton(AF_INET, address, &target.sin_addr) == 1 else { return nil }
    // A port that does not answer shall not hold this process.
    var wait = timeval(tv_sec: 0, tv_usec: 200_000)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
    let code = withUnsafePointer(to: &target) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if code == 0 { return descriptor }
    close(descriptor)
    return nil
  }
}
