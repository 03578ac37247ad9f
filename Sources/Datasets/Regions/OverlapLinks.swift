import Sampling

/// The links of a localization split: which regions show what a phrase names, by the overlap of their boxes.
///
/// Images of `Links` are here rows of regions, and texts are rows of the distinct texts. A region is linked only to
/// texts of its own photo. Overlap is intersection over union. Source: Wang et al., TPAMI 2019 (0.6 for
/// positives); the co-authors' code (below 0.3 for negatives).
package struct OverlapLinks: Sendable {
  /// A text in a photo, however many of the photo's sentences have it.
  package struct Phrase: Equatable, Sendable {
    package let image: Int32
    package let text: Int32
  }

  /// Region and text pairs where the region has at least `positiveOverlap` with a box of the text in the photo.
  package let positives: Links
  /// Pairs of the same photo that are not positive but overlap by at least `negativeOverlap`: neither the one nor
  /// the other.
  package let ambiguous: Links
  /// The phrases with a positive region, photo by photo.
  package let phrases: [Phrase]
  /// Phrases, each once a photo, that no region is positive for.
  package let unmatchedPhrases: Int
  /// The same, counted as often as they stand; a phrase may be matched by one of its boxes only.
  package let unmatchedOccurrences: Int

  /// - Parameters:
  ///   - augmented: whether every region with enough overlap is positive; otherwise only the one with the largest of
  ///     each occurrence, the first of equal ones.
  package init(
    _ split: LocalizationSplit, positiveOverlap: Float, negativeOverlap: Float, augmented: Bool
  ) {
    precondition(negativeOverlap > 0 && negativeOverlap <= positiveOverlap && positiveOverlap <= 1)
    var pairs = Pairs(positiveOverlap, negativeOverlap, augmented: augmented)
    for image in 0..<split.imageCount { pairs.add(image, of: split) }
    let textCount = split.annotations.texts.count
    positives = Links(imageCount: split.regions.count, textCount: textCount, pairs: pairs.positives)
    ambiguous = Links(imageCount: split.regions.count, textCount: textCount, pairs: pairs.ambiguous)
    phrases = pairs.phrases
    unmatchedPhrases = pairs.unmatchedPhrases
    unmatchedOccurrences = pairs.unmatchedOccurrences
  }

  /// The pairs of the photos so far.
  private struct Pairs {
    var positives: [(image: Int32, text: Int32)] = []
    var ambiguous: [(image: Int32, text: Int32)] = []
    var phrases: [Phrase] = []
    var unmatchedPhrases = 0
    var unmatchedOccurrences = 0
    private let positiveOverlap: Float
    private let negativeOverlap: Float
    private let augmented: Bool

    init(_ positiveOverlap: Float, _ negativeOverlap: Float, augmented: Bool) {
      self.positiveOverlap = positiveOverlap
      self.negativeOverlap = negativeOverlap
      self.augmented = augmented
    }

    mutating func add(_ image: Int, of split: LocalizationSplit) {
      let regions = split.regions(ofImage: image)
      let boxes = regions.map { split.boxes[Int($0)] }
      var texts: [Int32] = []
      var boxesOfText: [Int32: [Box]] = [:]
      for occurrence in split.annotations.occurrences(ofImage: image) {
        if boxesOfText[occurrence.text] == nil { texts.append(occurrence.text) }
        boxesOfText[occurrence.text, default: []].append(occurrence.box)
      }
      for text in texts {
        let states = states(of: boxes, towards: boxesOfText[text] ?? [])
        let phrase = Phrase(image: Int32(image), text: text)
        add(phrase, regions: regions, states)
      }
    }

    private enum State { case negative, ambiguous, positive }

    /// How each region stands to a text with these boxes.
    private mutating func states(of regions: [Box], towards boxes: [Box]) -> [State] {
      var states = [State](repeating: .negative, count: regions.count)
      for box in boxes {
        var best: (region: Int, overlap: Float)?
        for (region, other) in regions.enumerated() {
          let overlap = other.overlap(with: box)
          if overlap > best?.overlap ?? 0 { best = (region, overlap) }
          if overlap >= positiveOverlap, augmented { states[region] = .positive }
          if overlap >= negativeOverlap, states[region] == .negative { states[region] = .ambiguous }
        }
        if let best, best.overlap >= positiveOverlap {
          states[best.region] = .positive
        } else {
          unmatchedOccurrences += 1
        }
      }
      return states
    }

    private mutating func add(_ phrase: Phrase, regions: ArraySlice<Int32>, _ states: [State]) {
      for (region, state) in zip(regions, states) {
        switch state {
        case .positive: positives.append((region, phrase.text))
        case .ambiguous: ambiguous.append((region, phrase.text))
        case .negative: break
        }
      }
      if states.contains(.positive) {
        phrases.append(phrase)
      } else {
        unmatchedPhrases += 1
      }
    }
  }
}
