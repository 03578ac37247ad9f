import Foundation
import Losses
import Tensor
import TestSupport
import Testing

struct LogisticLossTests {
  private func evaluate(
    _ scores: [Float], _ labels: [Float], pairs: Int? = nil
  ) -> (
    LogisticLossSums, gradient: [Float]
  ) {
    let gradient = Matrix(rows: scores.count, columns: 1)
    let column = Matrix(rows: scores.count, columns: 1)
    for (row, score) in scores.enumerated() { column[row, 0] = score }
    let sums = LogisticLoss().evaluate(
      scores: column, labels: labels[...], globalPairs: pairs ?? scores.count, gradient: gradient)
    return (sums, gradient.numbers)
  }

  private static let scores = randomNumbers(37, seed: 3).map { 3 * $0 }
  private static let labels = randomNumbers(37, seed: 4).map { $0 > 0.3 ? Float(1) : -1 }

  @Test("Loss and gradient are those of the definition, in doubles")
  func definition() {
    func loss(_ scores: [Double]) -> Double {
      zip(scores, Self.labels).reduce(0) { $0 + log(1 + exp(-Double($1.1) * $1.0)) } / Double(scores.count)
    }
    let point = Self.scores.map(Double.init)
    let (sums, gradient) = evaluate(Self.scores, Self.labels)
    expectClose(Difference([sums.loss], from: [loss(point)]), within: 1e-12)
    expectClose(Difference(gradient, from: NumericGradient(at: point, of: loss).values), within: 1e-6)
    #expect(sums.pairs == 37)
    #expect(sums.correctPairs == zip(Self.scores, Self.labels).count { $0 * $1 > 0 })
  }

  @Test("Scores far on either side neither overflow nor lose the loss")
  func farScores() {
    let (sums, gradient) = evaluate([1000, -1000, 1000, -1000, 30], [1, -1, -1, 1, 1])
    #expect(abs(sums.loss - (2000 + exp(-30)) / 5) < 1e-9)
    #expect(gradient[0] == 0 && gradient[1] == 0)
    #expect(gradient[2] == 0.2 && gradient[3] == -0.2)
    #expect(gradient[4] < 0 && abs(Double(gradient[4]) + exp(-30) / 5) < 1e-19)
    #expect(sums.correctPairs == 3)
  }

  @Test("The parts of a batch add up to it, also an empty one", arguments: [0, 1, 20, 37])
  func parts(cut: Int) {
    let whole = evaluate(Self.scores, Self.labels)
    let parts = [0..<cut, cut..<37].map {
      evaluate(Array(Self.scores[$0]), Array(Self.labels[$0]), pairs: 37)
    }
    let added = LogisticLossSums(numbers: zip(parts[0].0.numbers, parts[1].0.numbers).map(+))
    expectClose(Difference([added.loss], from: [whole.0.loss]), within: 1e-12)
    #expect(added.pairs == 37 && added.correctPairs == whole.0.correctPairs)
    #expect(parts[0].gradient + parts[1].gradient == whole.gradient)
  }
}
