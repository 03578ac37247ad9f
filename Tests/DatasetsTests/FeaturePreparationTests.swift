import Datasets
import Failures
import NPY
import Tensor
import TestSupport
import Testing

@Suite("Preparation of features")
struct FeaturePreparationTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func rows(_ values: [[Float]]) throws -> FeatureRows {
    FeatureRows(file: try NPYFile(path: directory.write(values, to: "f.npy")))
  }

  private func sample(_ rowCount: Int, _ columns: Int) -> [[Float]] {
    (0..<rowCount).map { row in
      (0..<columns).map { column -> Float in
        let digit = (row * 31 + column * 17) % 23
        return Float(digit) - 5.25 + Float(column) * 1000
      }
    }
  }

  private func gathered(_ preparation: FeaturePreparation, _ source: FeatureRows, _ items: [Int]) throws
    -> [[Float]]
  {
    let matrix = Matrix(rows: items.count, columns: source.dimensions)
    try preparation.gather(items, of: source, into: matrix)
    return (0..<matrix.rows).map { row in (0..<matrix.columns).map { matrix[row, $0] } }
  }

  @Test(
    "Means and standard deviations are those of the two-pass formula", arguments: [1, 2, 3, 50], [1, 5, 9])
  func moments(rowCount: Int, columns: Int) throws {
    let values = sample(rowCount, columns)
    let preparation = try FeaturePreparation(.standardize, fittedTo: try rows(values))
    for column in 0..<columns {
      let numbers = values.map { Double($0[column]) }
      let mean = numbers.reduce(0, +) / Double(rowCount)
      let deviation = (numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rowCount)).squareRoot()
      #expect(preparation.mean[column] == Float(mean))
      #expect(abs(Double(preparation.scale[column]) - (deviation == 0 ? 1 : deviation)) < 1e-6)
    }
  }

  @Test("Standardized training columns have mean 0 and deviation 1; constant columns become 0")
  func standardize() throws {
    let values = sample(40, 3).map { $0 + [0.1, 0] }
    let source = try rows(values)
    let prepared = try gathered(FeaturePreparation(.standardize, fittedTo: source), source, Array(0..<40))
    for column in 0..<3 {
      let numbers = prepared.map { Double($0[column]) }
      #expect(abs(numbers.reduce(0, +) / 40) < 1e-5)
      #expect(abs(numbers.reduce(0) { $0 + $1 * $1 } / 40 - 1) < 1e-5)
    }
    #expect(prepared.allSatisfy { $0[3] == 0 && $0[4] == 0 })
  }

  @Test("In the layout with repeated rows an image counts once")
  func repeatedRows() throws {
    try directory.writeSplit(
      "train", rows: [[0], [0], [0], [4]], captions: ["a", "b", "c", "d"],
      ids: ["x", "x", "x", "y"])
    let split = try RetrievalSplit.load(directory: directory.path, split: "train")
    #expect(try FeaturePreparation(.standardize, fittedTo: split.images).mean == [2])
  }

  @Test("L2 gives rows of unit length, and leaves zeros", arguments: [1, 7, 8, 9, 31])
  func l2(columns: Int) throws {
    let values = sample(3, columns) + [[Float](repeating: 0, count: columns)]
    let source = try rows(values)
    let prepared = try gathered(FeaturePreparation(.l2, fittedTo: source), source, [0, 1, 2, 3])
    for row in 0..<3 {
      let length = values[row].reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      for column in 0..<columns {
        #expect(abs(Double(prepared[row][column]) - Double(values[row][column]) / length) < 1e-7)
      }
    }
    #expect(prepared[3] == values[3])
  }

  @Test("Gathering keeps the order and repeats of the items, and none changes nothing")
  func gather() throws {
    let values = sample(5, 4)
    let source = try rows(values)
    let preparation = try FeaturePreparation(.none, fittedTo: source)
    #expect(try gathered(preparation, source, [4, 0, 4, 2]) == [values[4], values[0], values[4], values[2]])
    #expect(try gathered(preparation, source, []) == [])
    #expect(preparation.mean.isEmpty && preparation.scale.isEmpty)
  }

  @Test("A stored preparation is the same one again", arguments: FeaturePreparationKind.allCases)
  func restoring(kind: FeaturePreparationKind) throws {
    let fitted = try FeaturePreparation(kind, fittedTo: try rows(sample(5, 4)))
    let kept = try #require(FeaturePreparationKind(rawValue: kind.rawValue))
    #expect(try FeaturePreparation(kept, dimensions: 4, mean: fitted.mean, scale: fitted.scale) == fitted)
  }

  @Test("The names of the command line are none, l2 and standardize")
  func names() {
    #expect(FeaturePreparationKind.allCases.map(\.rawValue) == ["none", "l2", "standardize"])
  }

  @Test("A damaged stored preparation is refused")
  func damaged() {
    expectFailure(.badData, "1 means and 2 scales for the preparation 'standardize'", "expected 2 of each") {
      _ = try FeaturePreparation(.standardize, dimensions: 2, mean: [1], scale: [1, 1])
    }
    expectFailure(.badData, "2 means and 0 scales for the preparation 'l2'", "expected 0 of each") {
      _ = try FeaturePreparation(.l2, dimensions: 2, mean: [1, 2], scale: [])
    }
    for (mean, scale) in [(Float.nan, Float(1)), (.infinity, 1), (0, 0), (0, -1), (0, .nan)] {
      expectFailure(.badData, "a mean or scale that cannot be used") {
        _ = try FeaturePreparation(.standardize, dimensions: 1, mean: [mean], scale: [scale])
      }
    }
  }
}
