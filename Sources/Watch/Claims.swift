/// Decides who tells why the job ends: one rank; of those that fail together, the first that asks.
///
/// The first rank decides; while that cannot be asked, the second.
struct Claims {
  enum Action: Equatable {
    /// Ask that rank whether this one may tell.
    case ask(Int)
    /// Let all others know that that rank tells.
    case announce(Int)
    /// Whether that rank, which asked this one (or is this one), may tell.
    case answer(Int, Bool)
  }

  /// As long as the launcher may take to end this rank, where a rank that cannot be asked any more has told.
  static let secondsAlone = 2.0
  /// The same while this rank is still about to connect: on a busy machine it may just be late.
  static let secondsWhileJoining = 5.0
  /// As long as the first rank waits for others to connect, which else would hear of its end only.
  static let secondsToConnect = 1.0

  private let rank: Int
  /// The rank that tells, or has told, why the job ends.
  private(set) var speaker: Int?
  /// This rank's watching thread tells.
  private(set) var isJudge = false
  /// Have asked, in their order, and have no answer.
  private var waiting: [Int] = []
  private var asked: Int?
  private var seconds = 0.0

  init(rank: Int) { self.rank = rank }

  /// That rank, which may be this one, has asked.
  mutating func ask(_ asking: Int) {
    if !waiting.contains(asking) { waiting.append(asking) }
  }

  /// This rank has heard who tells.
  mutating func name(_ speaker: Int) {
    if self.speaker == nil { self.speaker = speaker }
  }

  /// This rank has heard the answer to its question.
  mutating func answer(_ isYes: Bool, from listener: Int) {
    // Where it is no, who tells has been told before.
    name(isYes ? rank : listener)
  }

  /// The thread that watches tells of other ranks, so that this rank's own failure, a consequence, is not told.
  mutating func judge() {
    isJudge = true
    speaker = rank
  }

  /// What is to be done now.
  ///
  /// - Parameters:
  ///   - listener: the first of the ranks before this one that decide and can be asked.
  ///   - isHeardByAll: every other rank is connected with this one.
  ///   - isJoining: this rank is about to connect with one that decides, before `listener`: that one shall be asked.
  mutating func settle(
    listener: Int?, isHeardByAll: Bool, isJoining: Bool = false, elapsedSeconds: Double
  ) -> [Action] {
    guard !waiting.isEmpty else { return [] }
    seconds += elapsedSeconds
    let listener = isJoining && seconds < Self.secondsWhileJoining ? nil : listener
    var actions: [Action] = []
    if speaker == nil {
      if let listener, waiting.contains(rank), asked != listener {
        asked = listener
        actions.append(.ask(listener))
      }
      let patience = isJoining ? Self.secondsWhileJoining : Self.secondsAlone
      if let first = waiting.first(where: { mayDecide(about: $0, listener: listener, patience) }) {
        speaker = first
        actions.append(.announce(first))
      }
    }
    guard let speaker else { return actions }
    let isHeld = speaker == rank && !isHeardByAll && seconds < Self.secondsToConnect
    let answered = waiting.filter { $0 != rank || !isHeld }
    waiting.removeAll(where: answered.contains)
    return actions + answered.map { .answer($0, $0 == speaker && !($0 == rank && isJudge)) }
  }

  /// Others ask this rank only while they cannot ask the one before it.
  private func mayDecide(about asking: Int, listener: Int?, _ patience: Double) -> Bool {
    listener == nil ? rank == 0 || seconds >= patience : asking != rank
  }
}
