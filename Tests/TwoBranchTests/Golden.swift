import Foundation
import Losses
import Sampling
import Tensor
import TestSupport
import TwoBranch

/// What `Tests/Golden/make_golden.py` wrote: three training steps by PyTorch in float64.
struct Golden: Decodable {
  struct Terms: Decodable {
    let sentenceAnchor: Double
    let imageAnchor: Double
    let imageNeighbors: Double
    let sentenceNeighbors: Double
    var all: [Double] { [sentenceAnchor, imageAnchor, imageNeighbors, sentenceNeighbors] }
  }

  let imageCount: Int
  let imagesOfText: [[Int]]
  let images: [Int32]
  let texts: [Int32]
  let imageInput: [Float]
  let textInput: [Float]
  /// Input columns and hidden units.
  let imageShape: [Int]
  let textShape: [Int]
  let embedding: Int
  let seed: UInt64
  let dropoutRate: Float
  let margin: Float
  let topViolations: Int
  let weights: Terms
  let learningRate: Double
  let weightDecay: Double
  /// By name, in PyTorch's order of elements.
  let parameters: [String: [Double]]
  let gradients: [String: [Double]]
  let parametersAfter: [String: [Double]]
  let runningAfterOneStep: [String: [Double]]
  let runningAfter: [String: [Double]]
  /// Of each step.
  let losses: [Terms]

  static func load() throws -> Golden {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let path = tests.appendingPathComponent("Golden/golden.json")
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: path))
  }

  func shape(text input: BranchShape.Input) -> NetworkShape {
    NetworkShape(
      image: BranchShape(
        inputColumns: imageShape[0], hidden: imageShape[1], embedding: embedding, input: .dense),
      text: BranchShape(inputColumns: textShape[0], hidden: textShape[1], embedding: embedding, input: input))
  }

  var batchCase: BatchCase {
    let starts = Array(stride(from: 0, through: texts.count, by: 2))
    return BatchCase(
      "golden", links: Links(imageCount: imageCount, imagesOfText: imagesOfText),
      batch: GlobalBatch(images: images, texts: texts, textStarts: starts))
  }

  var loss: RankingLoss {
    RankingLoss(
      margin: margin, topViolations: topViolations, weights: RankingTerms(weights.all.map { Float($0) }))
  }

  func inputs(text input: BranchShape.Input) -> Sides<BranchInput> {
    inputs(images: imageInput, texts: textInput, text: input)
  }

  /// Other rows of the same widths, row by row.
  func inputs(images: [Float], texts: [Float], text input: BranchShape.Input) -> Sides<BranchInput> {
    let image = Self.matrix(images, columns: imageShape[0])
    let text = Self.matrix(texts, columns: textShape[0])
    return Sides(image: .dense(image), text: input == .sparse ? .sparse(Self.sparse(text)) : .dense(text))
  }

  private static func matrix(_ numbers: [Float], columns: Int) -> Matrix {
    let matrix = Matrix(rows: numbers.count / columns, columns: columns)
    for (index, number) in numbers.enumerated() { matrix.pointer[index] = number }
    return matrix
  }

  private static func sparse(_ matrix: Matrix) -> SparseMatrix {
    var result = SparseMatrix(columns: matrix.columns)
    for row in 0..<matrix.rows {
      let used = (0..<matrix.columns).filter { matrix[row, $0] != 0 }
      result.appendRow(columns: used.map { Int32($0) }[...], values: used.map { matrix[row, $0] }[...])
    }
    return result
  }
}
