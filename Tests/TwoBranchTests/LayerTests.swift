import Tensor
import TestSupport
import Testing

@testable import TwoBranch

@Suite("Layers")
struct LayerTests {
  private static func shape(_ input: BranchShape.Input) -> NetworkShape {
    NetworkShape(
      image: BranchShape(inputColumns: 9, hidden: 7, embedding: 4, input: .dense),
      text: BranchShape(inputColumns: 12, hidden: 6, embedding: 4, input: input))
  }

  private static func views(_ pass: NetworkPass, of flat: Matrix? = nil) -> ParameterViews {
    ParameterViews(pass.layout, "text_branch", flat: (flat ?? pass.parameters).pointer, owner: nil)
  }

  @Test("A sparse layer gives the outcome and the weight's gradient of a dense one on the same rows")
  func sparse() {
    let (dense, sparse) = (NetworkPass(Self.shape(.dense)), NetworkPass(Self.shape(.sparse)))
    let gradients = [dense, sparse].map { Matrix(rows: 1, columns: $0.layout.count) }
    for pass in [dense, sparse] { pass.layout.initialize(pass.parameters.pointer, seed: 3) }
    let rows = SparseMatrix.random(rows: 5, columns: 12, share: 0.3, seed: 1)
    let gradient = Matrix.random(rows: 5, columns: 6, seed: 2)
    let outcomes = [Matrix(rows: 5, columns: 6), Matrix(rows: 5, columns: 6)]

    let (one, other) = (Linear("fc1", Self.views(dense)), SparseLinear("fc1", Self.views(sparse)))
    one.forward(.single(rows.dense), [0..<5], into: outcomes[0])
    other.forward(rows, into: outcomes[1])
    expectClose(Difference(outcomes[1].numbers, from: outcomes[0].numbers.map(Double.init)), within: 1e-6)

    let (denseViews, sparseViews) = (
      Self.views(dense, of: gradients[0]), Self.views(sparse, of: gradients[1])
    )
    one.storeWeightGradient(0..<6, of: .single(gradient), input: .single(rows.dense), into: denseViews)
    other.storeWeightGradient(0..<12, of: gradient, input: rows, into: sparseViews)
    let found = sparseViews.matrix("fc1.weight").transposed().numbers
    let expected = denseViews.matrix("fc1.weight").numbers
    #expect(expected.contains { abs($0) > 0.1 })
    expectClose(Difference(found, from: expected.map(Double.init)), within: 1e-6)
  }

  @Test("The gradient with respect to the rows of a fully connected layer is the outcome's times the weight")
  func rowsGradient() {
    let pass = NetworkPass(Self.shape(.dense))
    pass.layout.initialize(pass.parameters.pointer, seed: 4)
    let layer = Linear("fc2", Self.views(pass))
    let gradient = Matrix.random(rows: 3, columns: 4, seed: 5)
    let found = Matrix(rows: 3, columns: 6)
    layer.backward(.single(gradient), [0..<2, 2..<3], into: found)
    let expected = (0..<3).flatMap { row in
      (0..<6).map { column in
        (0..<4).reduce(0) { $0 + Double(gradient[row, $1]) * Double(layer.weight[$1, column]) }
      }
    }
    expectClose(Difference(found.numbers, from: expected), within: 1e-6)
  }

  @Test("The gradient of the division by the length is that of central differences")
  func normalization() {
    let rows = Matrix.random(rows: 3, columns: 4, seed: 6)
    let pull = Matrix.random(rows: 3, columns: 4, seed: 7)
    let (point, pulls) = (rows.numbers.map(Double.init), pull.numbers.map(Double.init))
    let expected = NumericGradient(at: point, indices: Array(point.indices)) { point in
      (0..<12).reduce(0) { sum, index in
        let own = point[index / 4 * 4..<index / 4 * 4 + 4]
        return sum + pulls[index] * point[index] / own.reduce(0) { $0 + $1 * $1 }.squareRoot()
      }
    }
    let norms = Matrix(rows: 3, columns: 1)
    L2Normalize.forward(rows, norms: norms)
    L2Normalize.backward(pull, normalized: rows, norms: norms)
    expectClose(Difference(pull.numbers, from: expected.values), within: 1e-5)
  }

  @Test(
    "Layers declare the rows that gradients are made of, once each; those of sparse products are never rounded"
  )
  func declaredRows() {
    let text = Self.shape(.sparse).text
    let names = ["fc1.input", "fc1.gradient", "fc2.input", "fc2.gradient"]
    #expect(Branch.rows(Self.shape(.dense).text, .bf16).map(\.name) == names)
    #expect(Branch.rows(Self.shape(.dense).text, .bf16).map(\.columns) == [12, 6, 6, 4])
    #expect(Branch.rows(Self.shape(.dense).text, .bf16).allSatisfy { $0.precision == .bf16 })
    #expect(Branch.rows(text, .bf16).map(\.name) == Array(names.dropFirst()))
    #expect(Branch.rows(text, .bf16).map(\.precision) == [.fp32, .bf16, .bf16])
  }
}
