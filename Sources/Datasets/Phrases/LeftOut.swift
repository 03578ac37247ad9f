/// What of a split's annotation is not used.
package struct LeftOut: Equatable, Sendable {
  /// Photos whose annotation cannot be used at all.
  package let photos: Int
  /// Photos of the split.
  package let photoCount: Int
  /// Lines of which nothing can be used: sentences, or in the plain form phrases.
  package let lines: Int
  package let drops: PhraseDrops

  /// Phrases, those of the photos among them; how many stood in the lines cannot be known.
  package var phrases: Int { drops.total }

  /// "3 of 6 photos left out, 6 phrases with them; 478 phrases left out: 200 marked as without a box, 278 not visual";
  /// `nil` when nothing is.
  package var summary: String? {
    let parts = [photoSummary, lineSummary, phraseSummary].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private var photoSummary: String? {
    guard photos > 0 else { return nil }
    return
      "\(photos) of \(photoCount) photos left out, \(Self.count(drops[.unusablePhoto], "phrase")) with them"
  }

  private var lineSummary: String? {
    lines > 0 ? "\(Self.count(lines, "line")) left out that cannot be used" : nil
  }

  private var phraseSummary: String? {
    let reasons = PhraseDrop.allCases.filter { $0 != .unusablePhoto && drops[$0] > 0 }
    guard !reasons.isEmpty else { return nil }
    let total = reasons.reduce(0) { $0 + drops[$1] }
    return "\(Self.count(total, "phrase")) left out: "
      + reasons.map { "\(drops[$0]) \($0.summary)" }.joined(separator: ", ")
  }

  private static func count(_ number: Int, _ name: String) -> String {
    "\(number) \(name)\(number == 1 ? "" : "s")"
  }
}

extension PhraseAnnotations {
  package var leftOut: LeftOut {
    LeftOut(photos: leftOutImages, photoCount: imageIDs.count, lines: leftOutLines, drops: drops)
  }
}
