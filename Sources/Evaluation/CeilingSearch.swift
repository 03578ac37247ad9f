/// How many queries of one direction of retrieval the best possible model finds.
///
/// Queries of a class, which have equal inputs, share one order of the candidates; candidates of a class all tie.
struct CeilingSearch {
  private let queries: [Int: [Int]]
  private let queryCount: Int
  private let candidates: [Int]
  private let sizes: [Int: Int]
  private let matches: (Int) -> ArraySlice<Int32>

  /// - Parameters:
  ///   - queries: the class of each.
  ///   - candidates: the class of each.
  ///   - matches: the true candidates of a query.
  init(queries: [Int], candidates: [Int], matches: @escaping (Int) -> ArraySlice<Int32>) {
    self.queries = Dictionary(grouping: queries.indices) { queries[$0] }
    queryCount = queries.count
    self.candidates = candidates
    sizes = candidates.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    self.matches = matches
  }

  /// R@1, R@5 and R@10 in percent.
  var recalls: [Double] {
    let groups = queries.values.map(costs)
    return RecallCeiling.limits.map { limit in
      let found = groups.reduce(0) { $0 + Self.found($1, limit: limit) }
      return 100 * Double(found) / Double(queryCount)
    }
  }

  /// The classes of candidates that hold matches of a group's queries: at which rank at best a match stands when the
  /// class comes first, and how many of the queries it serves.
  private struct Group {
    var queryCount: Int
    var classes: [(cost: Int, queries: Int)]
    /// Whether the queries have the same matches, so that the first class serves all of them.
    var isUniform: Bool
  }

  private func costs(_ group: [Int]) -> Group {
    var served: [Int: (most: Int, queries: Int)] = [:]
    for query in group {
      var own: [Int: Int] = [:]
      for match in matches(query) { own[candidates[Int(match)], default: 0] += 1 }
      for (kind, count) in own {
        let before = served[kind] ?? (0, 0)
        served[kind] = (max(before.most, count), before.queries + 1)
      }
    }
    let first = matches(group[0])
    return Group(
      queryCount: group.count,
      classes: served.map { kind, value in ((sizes[kind] ?? 0) - value.most + 1, value.queries) },
      isUniform: group.dropFirst().allSatisfy { matches($0) == first })
  }

  /// The most queries that find a match among the first `limit` candidates: of the classes those that fit into so many
  /// places and serve the most. Exact where each query has one match; else never too low.
  private static func found(_ group: Group, limit: Int) -> Int {
    let fitting = group.classes.filter { $0.cost <= limit }
    if group.isUniform { return fitting.isEmpty ? 0 : group.queryCount }
    // best[p]: the most queries that classes with p places serve.
    var best = [Int](repeating: 0, count: limit + 1)
    for (cost, queries) in fitting {
      for places in stride(from: limit, through: cost, by: -1) {
        best[places] = max(best[places], best[places - cost] + queries)
      }
    }
    return min(group.queryCount, best[limit])
  }
}
