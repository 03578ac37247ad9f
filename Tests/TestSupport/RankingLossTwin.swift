import Losses
import Sampling

/// The ranking loss in doubles, straight from its definition: every hinge of every pair, sorted.
package struct RankingLossTwin {
  private let margin: Double
  private let topViolations: Int
  private let weights: RankingTerms<Double>
  private let negativeScope: NegativeRule.Scope

  package init(_ loss: RankingLoss) {
    margin = Double(loss.margin)
    topViolations = loss.topViolations
    weights = RankingTerms(loss.weights.all.map(Double.init))
    negativeScope = loss.negativeScope
  }

  package struct Sums {
    package var terms = RankingTerms<Double>([0, 0, 0, 0])
    package var activeTriplets = 0
    package var triplets = 0
    package var loss: Double { terms.all.reduce(0, +) }
  }

  package func evaluate(images: DoubleMatrix, texts: DoubleMatrix, _ batchCase: BatchCase) -> Sums {
    let batch = batchCase.batch
    let imagesOf = batch.texts.map { Set(batchCase.links.images(of: Int($0))) }
    let textsOf = batch.images.map { Set(batchCase.links.texts(of: Int($0))) }
    let unsureImagesOf = batch.texts.map { Set(batchCase.ambiguous?.images(of: Int($0)) ?? []) }
    let unsureTextsOf = batch.images.map { Set(batchCase.ambiguous?.texts(of: Int($0)) ?? []) }
    func relation(_ text: Int, _ image: Int) -> Relation {
      if imagesOf[text].contains(batch.images[image]) { return .positive }
      return unsureImagesOf[text].contains(batch.images[image]) ? .ignored : .negative
    }
    func sharing(_ sets: [Set<Int32>], _ unsure: [Set<Int32>], _ one: Int, _ other: Int) -> Relation {
      if !sets[one].isDisjoint(with: sets[other]) { return .positive }
      let isUnsure =
        !sets[one].isDisjoint(with: unsure[other]) || !unsure[one].isDisjoint(with: sets[other])
      return isUnsure ? .ignored : .negative
    }
    var sums = Sums()
    let image = Side(rows: images, starts: batch.imageStarts)
    let text = Side(rows: texts, starts: batch.textStarts)
    evaluate(\.sentenceAnchor, text, image, relation: { relation($0, $1) }, &sums)
    evaluate(\.imageAnchor, image, text, relation: { relation($1, $0) }, &sums)
    evaluate(
      \.imageNeighbors, image, image, isNeighborhood: true,
      relation: { sharing(textsOf, unsureTextsOf, $0, $1) }, &sums)
    evaluate(
      \.sentenceNeighbors, text, text, isNeighborhood: true,
      relation: { sharing(imagesOf, unsureImagesOf, $0, $1) }, &sums)
    return sums
  }

  private enum Relation {
    case positive, negative, ignored
  }

  private struct Side {
    let rows: DoubleMatrix
    let starts: [Int]

    func neighborhood(of position: Int) -> Int { starts.dropFirst().count { $0 <= position } }
  }

  private func evaluate(
    _ name: WritableKeyPath<RankingTerms<Double>, Double>, _ anchors: Side, _ candidates: Side,
    isNeighborhood: Bool = false, relation: (Int, Int) -> Relation, _ sums: inout Sums
  ) {
    let weight = weights[keyPath: name]
    guard weight != 0 else { return }
    var pairs: [(hinges: [Double], mean: Double)] = []
    for anchor in 0..<anchors.rows.rows {
      let others = (0..<candidates.rows.rows).filter { !isNeighborhood || $0 != anchor }
      let distances = others.map { Self.distance(anchors.rows.row(anchor), candidates.rows.row($0)) }
      let relations = others.map { relation(anchor, $0) }
      var positives = others.indices.filter { relations[$0] == .positive }.map { distances[$0] }
      if isNeighborhood { positives = positives.max().map { [$0] } ?? [] }
      for distance in positives {
        let hinges = others.indices.filter { relations[$0] == .negative }
          .map { place in
            let isForeign =
              negativeScope == .neighborhoodFirst
              && anchors.neighborhood(of: anchor) != candidates.neighborhood(of: others[place])
            return (isForeign ? 1 : 0, max(0, margin + distance - distances[place]))
          }
          .sorted { ($0.0, -$0.1) < ($1.0, -$1.1) }.prefix(topViolations).map(\.1)
        pairs.append((Array(hinges), hinges.isEmpty ? 0 : hinges.reduce(0, +) / Double(hinges.count)))
      }
    }
    guard !pairs.isEmpty else { return }
    sums.terms[keyPath: name] = weight * pairs.reduce(0) { $0 + $1.mean } / Double(pairs.count)
    sums.activeTriplets += pairs.reduce(0) { $0 + $1.hinges.count { $0 > 0 } }
    sums.triplets += pairs.reduce(0) { $0 + $1.hinges.count }
  }

  private static func distance(_ one: ArraySlice<Double>, _ other: ArraySlice<Double>) -> Double {
    (zip(one, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } + 1e-4).squareRoot()
  }
}

extension RankingTerms {
  /// From four, in the order of `all`.
  package init(_ all: [Content]) {
    precondition(all.count == 4)
    self.init(
      sentenceAnchor: all[0], imageAnchor: all[1], imageNeighbors: all[2], sentenceNeighbors: all[3])
  }
}
