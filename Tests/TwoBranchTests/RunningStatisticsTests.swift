import Sampling
import Tensor
import TestSupport
import Testing
import TwoBranch

struct RunningStatisticsTests {
  @Test("A batch moves the estimates a tenth of the way, the variance unbiased", arguments: NetworkCase.all)
  func update(_ example: NetworkCase) {
    let pass = example.makePass()
    let once = example.run(pass, slices: example.wholeSlice).running[0]
    let twice = pass.run(
      inputs: example.inputs, example.batchCase, loss: example.loss, dropout: example.dropout,
      slices: example.wholeSlice, running: once
    ).running[0]
    #expect(once.image.batchCount == 1 && twice.text.batchCount == 2)
    for side in Side.allCases {
      let rows = example.inputs[side].doubles
      let twin = BranchTwin(pass.layout, side, flat: pass.parameters.numbers.map(Double.init))
      let (mean, biased) = twin.statistics(rows)
      let variance = biased.map { $0 * Double(rows.rows) / Double(rows.rows - 1) }
      expectClose(Difference(once[side].mean, from: mean.map { 0.1 * $0 }), within: 2e-6)
      expectClose(Difference(once[side].variance, from: variance.map { 0.9 + 0.1 * $0 }), within: 2e-6)
      expectClose(Difference(twice[side].mean, from: mean.map { 0.19 * $0 }), within: 2e-6)
      expectClose(Difference(twice[side].variance, from: variance.map { 0.81 + 0.19 * $0 }), within: 2e-6)
    }
  }

  @Test("Inference uses the running estimates, no batch and no dropout", arguments: NetworkCase.all)
  func inference(_ example: NetworkCase) {
    let pass = example.makePass()
    let network = EmbeddingNetwork(
      pass.shape, layout: pass.layout, flat: pass.parameters.pointer, owner: nil)
    for side in Side.allCases {
      let columns = example.shape[side].hidden
      var running = RunningStatistics(columns: columns)
      running.mean = randomNumbers(columns, seed: 31)
      running.variance = randomNumbers(columns, seed: 32).map { 0.1 + $0 * $0 }
      let rows = example.inputs[side].doubles
      var keepAll = DoubleMatrix(rows: rows.rows, columns: columns)
      keepAll.values = [Double](repeating: 1, count: keepAll.values.count)
      let expected = BranchTwin(pass.layout, side, flat: pass.parameters.numbers.map(Double.init)).embed(
        rows, mean: running.mean.map(Double.init), variance: running.variance.map(Double.init), mask: keepAll)
      let found = Matrix(rows: rows.rows, columns: 4)
      network.branches[side].infer(example.inputs[side], running: running, into: found)
      expectClose(Difference(found, from: expected), within: 2e-6)
    }
  }

  @Test("A batch of one row and one of none keep everything finite")
  func smallestBatches() {
    let example = NetworkCase.all[1]
    let pass = example.makePass()
    let batchCase = BatchCase("one image with one text", textCounts: [1], images: [0])
    let outcome = pass.run(
      inputs: Sides(
        image: .dense(Matrix.random(rows: 1, columns: 5, seed: 1)),
        text: .dense(Matrix.random(rows: 1, columns: 9, seed: 2))),
      batchCase, loss: example.loss, dropout: example.dropout,
      slices: (0..<3).map { batchCase.batch.slice(rank: $0, of: 3) })
    #expect(outcome.sums.loss == 0)
    #expect(outcome.gradient.allSatisfy { $0 == 0 })
    #expect(outcome.running[0].image.variance.allSatisfy { abs($0 - 0.9) < 1e-6 })
  }
}
