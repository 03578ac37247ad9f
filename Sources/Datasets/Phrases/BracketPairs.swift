/// Which bracket closes which in a text, found in one pass: a line of thousands of opening brackets must not be searched
/// from each of them.
struct BracketPairs {
  private var pairs: [Int: (end: Int, isNested: Bool)] = [:]

  init(in bytes: [UInt8]) {
    var open: [(position: Int, holdsOthers: Bool)] = []
    for (position, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "[") {
        if !open.isEmpty { open[open.count - 1].holdsOthers = true }
        open.append((position, false))
      } else if byte == UInt8(ascii: "]"), let last = open.popLast() {
        pairs[last.position] = (position, last.holdsOthers)
      }
    }
  }

  /// The bracket that closes the one at `start`, and whether others stand between; nil when none does.
  func closing(of start: Int) -> (end: Int, isNested: Bool)? { pairs[start] }
}
