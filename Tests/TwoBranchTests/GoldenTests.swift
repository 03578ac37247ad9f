import Optimizers
import Tensor
import TestSupport
import Testing
import TwoBranch

struct GoldenTests {
  @Test(
    "Three steps give the losses, gradients, estimates and parameters that PyTorch's autograd gives",
    arguments: [BranchShape.Input.dense, .sparse])
  func threeSteps(_ input: BranchShape.Input) throws {
    let golden = try Golden.load()
    let pass = NetworkPass(golden.shape(text: input))
    fill(pass, with: golden.parameters)
    let moments = Matrix(rows: 2, columns: pass.layout.count)
    var running: Sides<RunningStatistics>?
    for step in golden.losses.indices {
      let outcome = pass.run(
        inputs: golden.inputs(text: input), golden.batchCase, loss: golden.loss,
        dropout: Dropout(rate: golden.dropoutRate, seed: golden.seed, step: step),
        slices: [golden.batchCase.batch.slice(rank: 0, of: 1)], running: running)
      // Later losses are those of parameters that have drifted apart by rounding.
      let tolerance = step == 0 ? 1e-5 : 1e-4
      for (found, expected) in zip(outcome.sums.terms.all, golden.losses[step].all) {
        expectClose(Difference([found], from: [expected]), within: tolerance)
      }
      if step == 0 {
        compare(outcome.gradient, pass.layout, with: golden.gradients)
        compare(outcome.running[0], with: golden.runningAfterOneStep, within: 1e-6)
      }
      update(pass, outcome.gradient, moments, golden, step: step + 1)
      running = outcome.running[0]
    }
    compare(pass.parameters.numbers, pass.layout, with: golden.parametersAfter)
    if let running { compare(running, with: golden.runningAfter, within: 1e-5) }
  }

  func fill(_ pass: NetworkPass, with tensors: [String: [Double]]) {
    for entry in pass.layout.entries {
      guard let numbers = tensors[entry.name] else { continue }
      let stored = entry.stored(in: pass.parameters.pointer, owner: nil)
      let columns = entry.shape.count == 1 ? entry.shape[0] : entry.shape[1]
      for (index, number) in numbers.enumerated() {
        let (row, column) = (index / columns, index % columns)
        if entry.isTransposed {
          stored[column, row] = Float(number)
        } else {
          stored[row, column] = Float(number)
        }
      }
    }
  }

  func update(
    _ pass: NetworkPass, _ gradient: [Float], _ moments: Matrix, _ golden: Golden, step: Int
  ) {
    let adam = Adam(weightDecay: golden.weightDecay, decay: .l2)
    let gradients = Matrix([gradient])
    for entry in pass.layout.entries {
      let start = entry.range.lowerBound
      let stretch = Adam.Stretch(
        parameters: pass.parameters.pointer + start, gradients: gradients.pointer + start,
        firstMoments: moments.pointer + start, secondMoments: moments.pointer + pass.layout.count + start,
        count: entry.range.count)
      adam.update(
        stretch, step: step, learningRate: golden.learningRate, gradientScale: 1,
        decays: entry.parameter.decays)
    }
  }

  func compare(_ flat: [Float], _ layout: ParameterLayout, with tensors: [String: [Double]]) {
    #expect(Set(layout.entries.map(\.name)) == Set(tensors.keys))
    let matrix = Matrix([flat])
    for entry in layout.entries {
      let stored = entry.stored(in: matrix.pointer, owner: nil)
      let found = entry.isTransposed ? stored.transposed() : stored
      let difference = Difference(found.numbers, from: tensors[entry.name] ?? [])
      #expect(difference.relativeNorm <= 1e-4, "\(entry.name): \(difference)")
    }
  }

  func compare(
    _ running: Sides<RunningStatistics>, with tensors: [String: [Double]], within tolerance: Double
  ) {
    for side in Side.allCases {
      let name = "\(side.rawValue)_branch.bn.running_"
      expectClose(
        Difference(running[side].mean, from: tensors[name + "mean"] ?? []), within: tolerance)
      expectClose(
        Difference(running[side].variance, from: tensors[name + "var"] ?? []), within: tolerance)
    }
  }
}
