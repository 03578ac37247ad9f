/// What ranks tell each other beside MPI.
enum Message: Equatable {
  /// The first of a listener: it has taken the rank that connected.
  case welcome
  case state(RankState)
  /// May this rank tell why the job fails?
  case claim
  case answer(Bool)
  /// That rank tells why the job fails: that its connection closes, and then all others, is no death.
  case speaker(Int)
  /// The job ends; why, in lines for the log. The rank that hears it ends itself after some time.
  case end(String, afterSeconds: Int)
  /// This rank is done: that its connection closes is no death.
  case leave

  private enum Kind: UInt8 {
    case welcome = 1
    case state, claim, answer, speaker, end, leave
  }

  /// Of a message.
  static let byteLimit = 1 << 16
  /// Of the reason why a job ends; what is longer is cut.
  private static let textByteLimit = byteLimit / 2

  /// At most `byteLimit`.
  var bytes: [UInt8] {
    var fields = FieldWriter()
    fields.write8(kind.rawValue)
    switch self {
    case .welcome, .claim, .leave: break
    case .state(let state): state.write(to: &fields)
    case .answer(let isYes): fields.write8(isYes ? 1 : 0)
    case .speaker(let rank): fields.write32(rank)
    case .end(let text, let seconds):
      fields.write32(seconds)
      fields.write(Self.shortened(text))
    }
    return fields.bytes
  }

  /// Nil where the bytes are no message, or are more than one.
  init?(bytes: [UInt8]) {
    var fields = FieldReader(bytes)
    guard let kind = fields.integer8().flatMap(Kind.init), let message = Self(kind, &fields), fields.isAtEnd
    else { return nil }
    self = message
  }

  private init?(_ kind: Kind, _ fields: inout FieldReader) {
    switch kind {
    case .welcome: self = .welcome
    case .claim: self = .claim
    case .leave: self = .leave
    case .state:
      guard let state = RankState(&fields) else { return nil }
      self = .state(state)
    case .answer:
      guard let isYes = fields.bool() else { return nil }
      self = .answer(isYes)
    case .speaker:
      guard let rank = fields.integer32() else { return nil }
      self = .speaker(rank)
    case .end:
      guard let seconds = fields.integer32(), let text = fields.string() else { return nil }
      self = .end(text, afterSeconds: seconds)
    }
  }

  private var kind: Kind {
    switch self {
    case .welcome: .welcome
    case .state: .state
    case .claim: .claim
    case .answer: .answer
    case .speaker: .speaker
    case .end: .end
    case .leave: .leave
    }
  }

  private static func shortened(_ text: String) -> String {
    guard text.utf8.count > textByteLimit else { return text }
    // Three bytes may take the place of one that was cut off.
    return String(decoding: text.utf8.prefix(textByteLimit - 8), as: UTF8.self) + "..."
  }
}
