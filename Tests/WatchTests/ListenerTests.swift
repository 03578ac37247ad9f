import Foundation
import Testing

@testable import Watch

@Suite
struct ListenerTests {
  @Test("Ranks of the job are let in, and what they say is heard on both sides")
  func ranks() throws {
    let gate = try Gate(size: 4)
    for rank in [2, 1, 3] {
      #expect(gate.join(rank))
      let (here, there) = (try #require(gate.joined[rank]), try #require(gate.connected[rank]))
      there.send(.claim)
      there.send(.leave)
      here.send(.speaker(2))
      #expect(wait { here.receive() } == [.claim, .leave])
      #expect(wait { there.receive() } == [.speaker(2)])
    }
  }

  @Test(
    "Who does not know the key is no rank of the job, nor is a rank outside it, or one that is connected already"
  )
  func falseRanks() throws {
    let gate = try Gate(size: 3)
    #expect(!gate.join(1, key: try SecretKey.random(), seconds: 0.3))
    #expect(gate.join(1))
    for rank in [0, 1, 3, 7, Int(UInt32.max) - 4] { #expect(!gate.join(rank, seconds: 0.3), "rank \(rank)") }
    #expect(gate.joined.keys.sorted() == [1] && gate.joined[1]?.isClosed == false)
    #expect(gate.join(2))
  }

  @Test("One of two that prove to be the same rank at the same time is let in")
  func twins() throws {
    let gate = try Gate(size: 2)
    var (members, strangers): ([Handshake], [ByteSocket]) = ([], [])
    for _ in 0..<2 {
      var member = Handshake(listener: 0, member: 1, memberNumber: try #require(SecretKey.randomBytes()))
      let stranger = try gate.stranger(sending: member.hello)
      let challenge = gate.answer(to: stranger)
      let isListener = member.accept(challenge: challenge, gate.key)
      #expect(isListener)
      members.append(member)
      strangers.append(stranger)
    }
    for (member, stranger) in zip(members, strangers) { stranger.send(member.proof(by: .member, gate.key)) }
    let answers = strangers.map { gate.answer(to: $0) }
    #expect(answers.count { !$0.isEmpty } == 1 && strangers.count { $0.isClosed } == 1)
  }

  @Test("Many idle connections take few descriptors, and a rank that comes behind them is let in")
  func idle() throws {
    let gate = try Gate(size: 2)
    var idle: [ByteSocket] = []
    for _ in 0..<300 {
      idle.append(try gate.stranger())
      gate.round()
    }
    var most = 0
    #expect(gate.join(1) { most = max(most, gate.listener.descriptors.count) })
    #expect(most <= Listener.strangerLimit + 1)
    // All are sent away once they have had their time.
    for _ in 0..<200 { gate.round(elapsedSeconds: 0.1) }
    #expect(gate.listener.descriptors.count == 1)
    #expect(idle.allSatisfy { $0.receive(atMost: 1).isEmpty && $0.isClosed })
  }

  @Test(
    "Who sends without an end, or what is no hello, is sent away at once; who is slow, after three seconds")
  func flood() throws {
    let gate = try Gate(size: 2)
    let flood = try gate.stranger(sending: [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 19))
    #expect(gate.answer(to: flood).isEmpty && flood.isClosed)
    let half = try gate.stranger(sending: Array("tbn-dist watch".utf8))
    for _ in 0..<29 { gate.round(elapsedSeconds: 0.1) }
    #expect(half.receive(atMost: 1).isEmpty && !half.isClosed)
    gate.round(elapsedSeconds: 0.2)
    #expect(gate.answer(to: half).isEmpty && half.isClosed)
    #expect(gate.join(1))
  }

  @Test("Where descriptors are short nobody is let in, and the thread is not woken for a while")
  func shortage() throws {
    var isShort = true
    let gate = try Gate(size: 2) { _ in !isShort }
    let stranger = try gate.stranger()
    for _ in 0..<20 where !gate.listener.descriptors.isEmpty { gate.round() }
    #expect(gate.listener.descriptors.isEmpty && gate.answer(to: stranger).isEmpty && stranger.isClosed)
    isShort = false
    #expect(gate.join(1))
  }

  @Test("The last descriptors are left to the rest of the process")
  func reserve() {
    var limits = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
    let last = Int32(clamping: limits.rlim_cur) - 1
    #expect(!DescriptorReserve.mayKeep(last) && DescriptorReserve.mayKeep(last / 2))
  }

  @Test("A port that is closed takes nobody, and sends away whoever had not proved who it is")
  func closed() throws {
    let gate = try Gate(size: 3)
    #expect(gate.join(1))
    let stranger = try gate.stranger()
    gate.round()
    gate.listener.close()
    #expect(!gate.join(2, seconds: 0.3))
    #expect(gate.answer(to: stranger).isEmpty && stranger.isClosed)
    #expect(gate.joined[1]?.isClosed == false)
  }

  /// What has come after at most a second.
  private func wait(_ receive: () -> [Message]) -> [Message] {
    var messages: [Message] = []
    for _ in 0..<100 {
      messages += receive()
      if messages.count > 1 { break }
      usleep(10_000)
    }
    return messages
  }
}
