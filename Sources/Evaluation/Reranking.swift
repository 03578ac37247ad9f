import Failures
import Tensor

/// Retrieval in two stages: one network proposes its K nearest candidates of a query, another orders them.
///
/// Ties count against both: among the proposals a true match stands behind all that are as similar, and its rank among
/// them is that of `RetrievalTally`. With K = 1 the queries found first are those that the proposing network
/// finds first; with all candidates proposed every rank is the other network's.
package struct Reranking {
  private let limit: Int

  /// - Parameter proposals: K, at least 1.
  package init(proposals: Int) {
    precondition(proposals >= 1)
    limit = proposals
  }

  /// The rank of a query's best true match: where the proposals hold one, the best one's in the second network's order
  /// of them; else its rank in the first network's order of all candidates, which is above K.
  ///
  /// - Parameters:
  ///   - matches: the true ones, ascending; at least one.
  ///   - similarities: `[1, N]`, of the query with all candidates, by the first network.
  ///   - scores: those of some candidates, by the second network.
  /// - Throws: `Failure(.software)` when a score is not finite; what `scores` throws.
  package func rank(
    of matches: ArraySlice<Int32>, in similarities: Matrix, scores: ([Int32]) throws -> [Float]
  ) throws -> Int {
    let first = Self.rank(of: matches, in: similarities)
    guard first <= limit else { return first }
    let proposals = proposals(matches, similarities)
    let scores = try scores(proposals)
    precondition(scores.count == proposals.count)
    if let bad = scores.firstIndex(where: { !$0.isFinite }) {
      throw Failure(
        .software, "the score of candidate \(proposals[bad]) is \(scores[bad])", expected: "a finite number")
    }
    let proposedMatches = proposals.indices.filter { matches.contains(proposals[$0]) }
    return Self.rank(of: proposedMatches.map { Int32($0) }[...], in: Matrix([scores]))
  }

  /// The rank of the most similar of the true matches in one row of similarities.
  private static func rank(of matches: ArraySlice<Int32>, in row: Matrix) -> Int {
    withExtendedLifetime(row) {
      let best = matches.reduce(-Float.infinity) { max($0, row.pointer[Int($1)]) }
      let limit = best.lowestTie
      // Matches at least as similar are not in the way of the best one, and are itself.
      let own = matches.count { !(row.pointer[Int($0)] < limit) }
      return 1 + row.columns - countBelow(limit, in: row) - own
    }
  }

  private static func countBelow(_ limit: Float, in row: Matrix) -> Int {
    let pointer = UnsafePointer(row.pointer)
    let columns = row.columns
    // A count as wide as a float and a loop without traps: only so does the compiler compare whole vectors.
    var count: Int32 = 0
    var column = 0
    while column < columns {
      count &+= pointer[column] < limit ? 1 : 0
      column &+= 1
    }
    return Int(count)
  }

  /// The first K candidates, in order.
  func proposals(_ matches: ArraySlice<Int32>, _ similarities: Matrix) -> [Int32] {
    let limit = min(limit, similarities.columns)
    var found: [Candidate] = []
    var match = matches.startIndex
    var lowest = -Float.infinity
    for number in 0..<Int32(similarities.columns) {
      let isMatch = match < matches.endIndex && matches[match] == number
      if isMatch { match += 1 }
      let candidate = Candidate(number: number, similarities[0, Int(number)], isMatch: isMatch)
      guard candidate.similarity >= lowest else { continue }
      found.append(candidate)
      // Now and then: a sort of few beats an insertion into many.
      guard found.count >= 2 * limit + 64 else { continue }
      found = Array(found.sorted().prefix(limit))
      lowest = found[limit - 1].similarity
    }
    return found.sorted().prefix(limit).map(\.number)
  }
}

/// A candidate in its place among all: sorts before those that are less similar.
private struct Candidate: Comparable {
  let number: Int32
  let similarity: Float
  let isMatch: Bool

  /// A similarity that is no number counts against the model, too.
  init(number: Int32, _ similarity: Float, isMatch: Bool) {
    self.number = number
    self.isMatch = isMatch
    let against: Float = isMatch ? -.infinity : .infinity
    self.similarity = similarity.isNaN ? against : isMatch ? similarity.lowestTie : similarity
  }

  static func < (one: Candidate, other: Candidate) -> Bool {
    if one.similarity != other.similarity { return one.similarity > other.similarity }
    return one.isMatch == other.isMatch ? one.number < other.number : !one.isMatch
  }
}
