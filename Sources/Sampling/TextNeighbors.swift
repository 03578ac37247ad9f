/// Which texts of the data are neighbours of one another, worked out once.
///
/// A frequent phrase has a hundred thousand regions. To look through them for every batch would cost more than the
/// batch; its neighbours are few thousand.
package struct TextNeighbors: Sendable {
  /// For each text the others that share an image with it, ascending.
  let sharing: PositionLists
  /// For each text the others of which one has an image that is ambiguous for the other, and which share none;
  /// ascending.
  let ambiguous: PositionLists

  /// Costs the sum over images of the squared number of their texts.
  package init(links: Links, ambiguous: Links) {
    var sharing = PairSet()
    var unsure = PairSet()
    for image in 0..<links.imageCount {
      let sure = links.texts(of: image)
      for one in sure {
        for other in sure where other != one { sharing.insert(one, other) }
        for other in ambiguous.texts(of: image) where other != one {
          unsure.insert(one, other)
          unsure.insert(other, one)
        }
      }
    }
    self.sharing = sharing.lists(count: links.textCount)
    self.ambiguous = unsure.lists(count: links.textCount, besides: self.sharing)
  }
}

/// Ordered pairs of texts, each kept once.
private struct PairSet {
  private var pairs: [UInt64] = []
  private var limit = 1 << 22

  mutating func insert(_ one: Int32, _ other: Int32) {
    pairs.append(UInt64(UInt32(one)) << 32 | UInt64(UInt32(other)))
    guard pairs.count >= limit else { return }
    removeRepeated()
    limit = max(limit, 2 * pairs.count)
  }

  /// For each text its partners, without those listed already.
  mutating func lists(count: Int, besides known: PositionLists? = nil) -> PositionLists {
    removeRepeated()
    var starts = [0]
    var partners: [Int32] = []
    var next = 0
    for text in 0..<count {
      let others = known.map { Array($0[text]) } ?? []
      while next < pairs.count, Int(pairs[next] >> 32) == text {
        let partner = Int32(truncatingIfNeeded: pairs[next])
        let place = others.lowerBound(of: partner)
        if place == others.count || others[place] != partner { partners.append(partner) }
        next += 1
      }
      starts.append(partners.count)
    }
    return PositionLists(starts: starts, positions: partners)
  }

  private mutating func removeRepeated() {
    pairs.sort()
    var kept = 0
    for place in pairs.indices where place == 0 || pairs[place] != pairs[place - 1] {
      pairs[kept] = pairs[place]
      kept += 1
    }
    pairs.removeSubrange(kept...)
  }
}
