import Losses
import Sampling
import Tensor
import TestSupport
import Testing
import TwoBranch

/// A small network on a small batch with equal texts, beside its twin in doubles.
struct NetworkCase: CustomTestStringConvertible, Sendable {
  let input: BranchShape.Input
  let dropoutRate: Float
  let weights: [Float]

  var testDescription: String { "\(input) texts, dropout \(dropoutRate), weights \(weights)" }

  static let all = [
    NetworkCase(input: .dense, dropoutRate: 0, weights: [1.5, 1, 0.7, 0.3]),
    NetworkCase(input: .dense, dropoutRate: 0.5, weights: [1.5, 1, 0.7, 0.3]),
    NetworkCase(input: .sparse, dropoutRate: 0, weights: [1.5, 1, 0.7, 0.3]),
    NetworkCase(input: .sparse, dropoutRate: 0.3, weights: [1.5, 1, 0.7, 0.3]),
    NetworkCase(input: .dense, dropoutRate: 0.3, weights: [1, 0, 0, 0]),
    NetworkCase(input: .dense, dropoutRate: 0.3, weights: [0, 1, 0, 0]),
    NetworkCase(input: .sparse, dropoutRate: 0.3, weights: [0, 0, 1, 0]),
    NetworkCase(input: .sparse, dropoutRate: 0.3, weights: [0, 0, 0, 1]),
  ]

  var shape: NetworkShape {
    NetworkShape(
      image: BranchShape(inputColumns: 5, hidden: 7, embedding: 4, input: .dense),
      text: BranchShape(inputColumns: 9, hidden: 6, embedding: 4, input: input))
  }

  /// Six images of two texts each.
  var batchCase: BatchCase {
    BatchCase(
      testDescription, textCounts: [2, 2, 2, 2, 2, 2, 2], equalTexts: [[0, 5], [8, 11, 13]],
      images: [6, 0, 2, 5, 3, 4])
  }

  var loss: RankingLoss {
    RankingLoss(margin: 0.4, topViolations: 3, weights: RankingTerms(weights))
  }

  /// Whether a term of the loss sees the embeddings of a side.
  func hasTerm(of side: Side) -> Bool {
    weights[0] > 0 || weights[1] > 0 || weights[side == .image ? 2 : 3] > 0
  }

  var dropout: Dropout { Dropout(rate: dropoutRate, seed: 99, step: 3) }

  /// A network whose batch norm and biases are far from those at the start.
  func makePass() -> NetworkPass {
    let pass = NetworkPass(shape)
    pass.layout.initialize(pass.parameters.pointer, seed: 5)
    let noise = randomNumbers(pass.layout.count, seed: 6)
    for entry in pass.layout.entries {
      for index in entry.range { pass.parameters.pointer[index] += 0.2 * noise[index] }
    }
    return pass
  }

  var inputs: Sides<BranchInput> {
    let images = Matrix.random(rows: 6, columns: 5, seed: 7)
    let texts = SparseMatrix.random(rows: 12, columns: 9, share: 0.4, seed: 8)
    return Sides(image: .dense(images), text: input == .sparse ? .sparse(texts) : .dense(texts.dense))
  }

  var wholeSlice: [BatchSlice] { [batchCase.batch.slice(rank: 0, of: 1)] }

  func run(_ pass: NetworkPass, slices: [BatchSlice]) -> NetworkPass.Outcome {
    pass.run(inputs: inputs, batchCase, loss: loss, dropout: dropout, slices: slices)
  }

  /// Embeddings by the twin, of flat parameters.
  func twinEmbeddings(_ layout: ParameterLayout, _ flat: [Double]) -> Sides<DoubleMatrix> {
    func embed(_ side: Side) -> DoubleMatrix {
      let rows = inputs[side].doubles
      let mask = BranchTwin.mask(dropout, side, rows: rows.rows, columns: shape[side].hidden)
      return BranchTwin(layout, side, flat: flat).embed(rows, mask: mask)
    }
    return Sides(image: embed(.image), text: embed(.text))
  }

  func twinLoss(_ layout: ParameterLayout, _ flat: [Double]) -> Double {
    let embeddings = twinEmbeddings(layout, flat)
    return RankingLossTwin(loss).evaluate(images: embeddings.image, texts: embeddings.text, batchCase).loss
  }
}

extension BranchInput {
  var doubles: DoubleMatrix {
    switch self {
    case .dense(let matrix): DoubleMatrix(matrix)
    case .sparse(let matrix): DoubleMatrix(matrix)
    }
  }
}
