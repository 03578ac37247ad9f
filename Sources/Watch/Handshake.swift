/// How a rank that connects (the member) and one that listens prove to each other that they belong to the job.
///
///     member -> listener   hello: who is looking for whom, and a fresh number
///     listener -> member   challenge: a fresh number, and the listener's proof
///     member -> listener   the member's proof
///
/// A proof is a code over the role, both ranks and both numbers. So what was heard in another handshake proves nothing,
/// nor does an answer that is sent back to its sender or under another rank. What follows is authenticated by keys that
/// only these two have, one for each direction.
struct Handshake {
  enum Role: String {
    case listener, member
  }

  static let helloByteCount = greeting.count + 8 + SecretKey.byteCount
  static let challengeByteCount = 2 * SecretKey.byteCount
  static let proofByteCount = SecretKey.byteCount

  /// Changes whenever what is said does.
  private static let greeting = Array("tbn-dist watch 2".utf8)

  let listener: Int
  let member: Int
  let memberNumber: [UInt8]
  var listenerNumber: [UInt8] = []

  /// Of the rank that connects.
  init(listener: Int, member: Int, memberNumber: [UInt8]) {
    self.listener = listener
    self.member = member
    self.memberNumber = memberNumber
  }

  /// Of the rank that listens, to which somebody has said these bytes; nil where they are no hello to it.
  init?(hello: [UInt8], toListener listener: Int) {
    var fields = FieldReader(hello)
    guard fields.bytes(Self.greeting.count) == Self.greeting, fields.integer32() == listener,
      let member = fields.integer32(), let number = fields.bytes(SecretKey.byteCount), fields.isAtEnd
    else { return nil }
    self.init(listener: listener, member: member, memberNumber: number)
  }

  var hello: [UInt8] {
    var fields = FieldWriter()
    fields.write(Self.greeting)
    fields.write32(listener)
    fields.write32(member)
    fields.write(memberNumber)
    return fields.bytes
  }

  /// What the listener answers.
  func challenge(_ key: SecretKey) -> [UInt8] { listenerNumber + proof(by: .listener, key) }

  /// Takes the listener's answer; false where it does not prove that it is the listener.
  mutating func accept(challenge: [UInt8], _ key: SecretKey) -> Bool {
    guard challenge.count == Self.challengeByteCount else { return false }
    listenerNumber = Array(challenge.prefix(SecretKey.byteCount))
    let proof = Array(challenge.suffix(SecretKey.byteCount))
    return key.hasMade(proof, of: subject("proof", of: .listener))
  }

  func proof(by role: Role, _ key: SecretKey) -> [UInt8] { key.code(of: subject("proof", of: role)) }

  func isProof(_ bytes: [UInt8], by role: Role, _ key: SecretKey) -> Bool {
    key.hasMade(bytes, of: subject("proof", of: role))
  }

  /// Authenticates what that side says from now on.
  func messageKey(of role: Role, _ key: SecretKey) -> SecretKey {
    key.derived(for: subject("messages", of: role))
  }

  private func subject(_ purpose: String, of role: Role) -> [UInt8] {
    var fields = FieldWriter()
    fields.write("\(purpose) of the \(role.rawValue)")
    fields.write(hello)
    fields.write(listenerNumber)
    return fields.bytes
  }
}
