import Tensor
import TwoBranch

/// Products with a batch's rows that take as long as a step.
struct StepWork {
  private let weights: Sides<Matrix>
  private var repetitions = 1
  /// Narrow, so that one pass is a small part of a step.
  private static let width = 128

  /// Work for about so many milliseconds on `inputs`, by the fastest of some passes.
  ///
  /// - Parameter slowest: makes one number of all ranks' own, so that they do the same work.
  init(milliseconds: Double, on inputs: Sides<BranchInput>, slowest: (Double) throws -> Double) rethrows {
    weights = inputs.map { Matrix(rows: Self.matrix($0).columns, columns: Self.width) }
    var times: [Double] = []
    for _ in 0..<5 {
      let start = ContinuousClock.now
      run(on: inputs)
      times.append((ContinuousClock.now - start).seconds * 1e3)
    }
    repetitions = max(1, Int((milliseconds / max(try slowest(times.min() ?? 1), 1e-3)).rounded()))
  }

  func run(on inputs: Sides<BranchInput>) {
    for _ in 0..<repetitions {
      for side in [Side.image, .text] {
        let rows = Self.matrix(inputs[side])
        multiply(.plain(rows), .plain(weights[side]), into: Matrix(rows: rows.rows, columns: Self.width))
      }
    }
  }

  private static func matrix(_ input: BranchInput) -> Matrix {
    guard case .dense(let matrix) = input else { preconditionFailure("made-up features are dense") }
    return matrix
  }
}
