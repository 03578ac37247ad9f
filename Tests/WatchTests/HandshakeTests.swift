import Testing

@testable import Watch

@Suite
struct HandshakeTests {
  private let key: SecretKey
  /// Of rank 3, as it sees it, and of rank 0, which listens.
  private var (member, listener): (Handshake, Handshake)

  init() throws {
    key = try SecretKey.random()
    let numbers = (try #require(SecretKey.randomBytes()), try #require(SecretKey.randomBytes()))
    member = Handshake(listener: 0, member: 3, memberNumber: numbers.0)
    listener = try #require(Handshake(hello: member.hello, toListener: 0))
    listener.listenerNumber = numbers.1
  }

  @Test("Both prove who they are, and have the same key for what each says from then on")
  mutating func mutual() {
    #expect(listener.member == 3)
    let isListener = member.accept(challenge: listener.challenge(key), key)
    #expect(isListener)
    #expect(listener.isProof(member.proof(by: .member, key), by: .member, key))
    for role in [Handshake.Role.member, .listener] {
      #expect(member.messageKey(of: role, key) == listener.messageKey(of: role, key))
    }
    #expect(member.messageKey(of: .member, key) != member.messageKey(of: .listener, key))
  }

  @Test("What a stranger may send before it has proved itself is less than 512 bytes")
  func short() {
    #expect(member.hello.count == Handshake.helloByteCount)
    #expect(Handshake.helloByteCount + Handshake.proofByteCount < 512)
    #expect(listener.challenge(key).count == Handshake.challengeByteCount)
  }

  @Test("A proof is none for another role, rank, listener or number, nor with another key")
  mutating func foreign() throws {
    let isListener = member.accept(challenge: listener.challenge(key), key)
    #expect(isListener)
    let proof = member.proof(by: .member, key)
    let number = try #require(SecretKey.randomBytes())
    var others = [
      Handshake(listener: 0, member: 2, memberNumber: member.memberNumber),
      Handshake(listener: 1, member: 3, memberNumber: member.memberNumber),
      Handshake(listener: 0, member: 3, memberNumber: number),
    ]
    for index in others.indices { others[index].listenerNumber = listener.listenerNumber }
    var again = listener
    again.listenerNumber = number
    for other in others + [again] { #expect(!other.isProof(proof, by: .member, key)) }
    // Sent back to the one who made it.
    #expect(!listener.isProof(listener.proof(by: .listener, key), by: .member, key))
    #expect(!listener.isProof(proof, by: .member, try SecretKey.random()))
  }

  @Test("A listener that does not know the key, or answers another rank, is not believed")
  func falseListener() throws {
    var other = Handshake(listener: 0, member: 2, memberNumber: member.memberNumber)
    other.listenerNumber = listener.listenerNumber
    for challenge in [listener.challenge(try SecretKey.random()), other.challenge(key), []] {
      var member = member
      let isListener = member.accept(challenge: challenge, key)
      #expect(!isListener)
    }
  }

  @Test("Bytes that are no hello to this rank are none")
  func foreignHello() {
    let hello = member.hello
    #expect(Handshake(hello: hello, toListener: 1) == nil)
    #expect(Handshake(hello: Array(hello.dropLast()), toListener: 0) == nil)
    #expect(Handshake(hello: hello + [0], toListener: 0) == nil)
    #expect(Handshake(hello: [hello[0] ^ 1] + hello.dropFirst(), toListener: 0) == nil)
    #expect(Handshake(hello: Array("GET / HTTP/1.1\r\n".utf8), toListener: 0) == nil)
  }
}
