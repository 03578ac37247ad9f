import Foundation
import Testing

@testable import Watch

/// Somebody who hears what ranks say to each other, or stands between them.
@Suite
struct RelayTests {
  @Test("What was heard of a handshake opens no other; the key is never on the wire")
  func replay() throws {
    let gate = try Gate(size: 2)
    let relay = try Relay(to: gate.address)
    #expect(gate.join(1, at: relay.address) { relay.round() })
    #expect(relay.said.count >= Handshake.helloByteCount + Handshake.proofByteCount)
    let secret = try JSONDecoder().decode([String: [UInt8]].self, from: JSONEncoder().encode(gate.key))
    let bytes = try #require(secret.values.first)
    for wire in [relay.said, relay.heard] {
      #expect(bytes.count == SecretKey.byteCount && wire.firstRange(of: bytes) == nil)
    }

    // The same listener, with nobody connected.
    let again = try Gate(size: 2, key: gate.key)
    let stranger = try again.stranger(sending: relay.said)
    #expect(again.answer(to: stranger).count == Handshake.challengeByteCount)
    #expect(stranger.isClosed && again.joined.isEmpty)
    #expect(again.join(1))
  }

  @Test("Nor does it help to send an answer back, or to say what the listener has said")
  func reflection() throws {
    let gate = try Gate(size: 2)
    let hello = Handshake(listener: 0, member: 1, memberNumber: try #require(SecretKey.randomBytes())).hello
    for takesWhole in [false, true] {
      let stranger = try gate.stranger(sending: hello)
      var challenge: [UInt8] = []
      for _ in 0..<20 where challenge.isEmpty {
        gate.round()
        challenge = stranger.receive(atMost: Handshake.challengeByteCount)
      }
      stranger.send(takesWhole ? challenge : Array(challenge.suffix(Handshake.proofByteCount)))
      #expect(gate.answer(to: stranger).isEmpty && stranger.isClosed)
    }
    #expect(gate.joined.isEmpty)
  }

  @Test("One who stands between them cannot make a rank another one")
  func otherRank() throws {
    let gate = try Gate(size: 3)
    let relay = try Relay(to: gate.address)
    relay.change = { bytes in
      var changed = bytes
      // The last byte of the rank in the hello.
      if bytes.count == Handshake.helloByteCount { changed[bytes.count - SecretKey.byteCount - 1] = 2 }
      return changed
    }
    #expect(!gate.join(1, at: relay.address, seconds: 0.5) { relay.round() })
    #expect(gate.joined.isEmpty)
  }

  @Test(
    "Nor can he change, repeat, leave out or make up what it says",
    arguments: ["change", "repeat", "leave out", "make up"])
  func messages(_ kind: String) throws {
    let gate = try Gate(size: 2)
    let relay = try Relay(to: gate.address)
    #expect(gate.join(1, at: relay.address) { relay.round() })
    let (here, there) = (try #require(gate.joined[1]), try #require(gate.connected[1]))
    there.send(.claim)
    #expect(handOn(relay, here) == [.claim])
    relay.change = { bytes in
      switch kind {
      case "change": Array(bytes.dropLast()) + [bytes[bytes.count - 1] ^ 1]
      case "repeat": bytes + bytes
      case "leave out": []
      default: [0, 0, 0, 1, Message.leave.bytes[0]] + [UInt8](repeating: 0, count: SecretKey.byteCount)
      }
    }
    there.send(.speaker(1))
    let first = handOn(relay, here)
    relay.change = { $0 }
    there.send(.leave)
    let heard = first + handOn(relay, here)
    #expect(heard == (kind == "repeat" ? [.speaker(1)] : []) && here.isClosed)
  }

  @Test("A message that says that it is longer than any ends the connection before it is read")
  func tooLong() throws {
    let gate = try Gate(size: 2)
    let relay = try Relay(to: gate.address)
    #expect(gate.join(1, at: relay.address) { relay.round() })
    let (here, there) = (try #require(gate.joined[1]), try #require(gate.connected[1]))
    relay.change = { _ in [0x7f, 0xff, 0xff, 0xff, 0] }
    there.send(.claim)
    #expect(handOn(relay, here).isEmpty && here.isClosed)
  }

  private func handOn(_ relay: Relay, _ socket: MessageSocket) -> [Message] {
    var messages: [Message] = []
    for _ in 0..<20 {
      relay.round()
      usleep(1000)
      messages += socket.receive()
    }
    return messages
  }
}
