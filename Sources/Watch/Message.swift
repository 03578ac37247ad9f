import Foundation

/// What ranks tell each other beside MPI: a line each, tabs between the fields.
enum Message: Equatable {
  /// The first word of a rank that connects.
  case hello(token: String, rank: Int, host: String)
  /// The answer, which proves that it has found the right listener.
  case welcome(token: String)
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

  var line: String {
    let fields: [String] =
      switch self {
      case .hello(let token, let rank, let host): ["hello", token, "\(rank)", host]
      case .welcome(let token): ["welcome", token]
      case .state(let state): ["state"] + state.fields
      case .claim: ["claim"]
      case .answer(let yes): ["answer", yes ? "yes" : "no"]
      case .speaker(let rank): ["speaker", "\(rank)"]
      case .end(let text, let seconds):
        ["end", "\(seconds)", text.replacingOccurrences(of: "\n", with: "\r")]
      case .leave: ["leave"]
      }
    return fields.joined(separator: "\t") + "\n"
  }

  /// Nil where a line is none of these.
  init?(line: Substring) {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
    switch (fields.first, fields.count) {
    case ("hello", 4):
      guard let rank = Int(fields[2]) else { return nil }
      self = .hello(token: String(fields[1]), rank: rank, host: String(fields[3]))
    case ("welcome", 2): self = .welcome(token: String(fields[1]))
    case ("state", _):
      guard let state = RankState(fields: fields.dropFirst()) else { return nil }
      self = .state(state)
    case ("claim", 1): self = .claim
    case ("answer", 2): self = .answer(fields[1] == "yes")
    case ("speaker", 2):
      guard let rank = Int(fields[1]) else { return nil }
      self = .speaker(rank)
    case ("end", 3):
      guard let seconds = Int(fields[1]) else { return nil }
      self = .end(fields[2].replacingOccurrences(of: "\r", with: "\n"), afterSeconds: seconds)
    case ("leave", 1): self = .leave
    default: return nil
    }
  }
}
