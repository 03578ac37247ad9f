import Optimizers
import Tensor
import TestSupport
import Testing

struct AdamTests {
  @Test("Fifty steps agree with a twin in doubles", arguments: AdamCase.all, [0, 1, 7, 16, 50])
  func fiftySteps(_ rule: AdamCase, _ count: Int) {
    let adam = Adam(epsilon: rule.epsilon, weightDecay: rule.weightDecay, decay: rule.decay)
    let state = AdamState(randomNumbers(count, seed: 1))
    var twin = AdamTwin(state.parameters.numbers)
    for step in 1...50 {
      let gradient = randomNumbers(count, seed: UInt64(100 + step))
      let rate = 0.01 / Double(step).squareRoot()
      let scale = rule.scaled ? 1 / Double(step) : 1
      twin.update(gradient, rule, learningRate: rate, scale: scale)
      adam.update(
        state.stretch(gradient), step: step, learningRate: rate, gradientScale: scale, decays: rule.decays)
    }
    expectClose(Difference(state.parameters.numbers, from: twin.parameters), within: 2e-6)
    expectClose(Difference(state.first.numbers, from: twin.first), within: 2e-6)
    expectClose(Difference(state.second.numbers, from: twin.second), within: 2e-6)
  }

  @Test("The first step is the learning rate against the gradient's sign")
  func firstStep() {
    let state = AdamState([1, 1, 1])
    let adam = Adam(weightDecay: 0, decay: .l2)
    adam.update(state.stretch([5, -0.001, 0]), step: 1, learningRate: 0.1, gradientScale: 1, decays: true)
    expectClose(Difference(state.parameters.numbers, from: [0.9, 1.1, 1]), within: 1e-5)
  }
}

/// A stretch's memory.
private struct AdamState {
  let parameters: Matrix
  let gradients: Matrix
  let first: Matrix
  let second: Matrix

  init(_ numbers: [Float]) {
    parameters = Matrix([numbers])
    gradients = Matrix(rows: 1, columns: numbers.count)
    first = gradients.copied
    second = gradients.copied
  }

  func stretch(_ gradient: [Float]) -> Adam.Stretch {
    gradients.copy(from: Matrix([gradient]))
    return Adam.Stretch(
      parameters: parameters.pointer, gradients: gradients.pointer, firstMoments: first.pointer,
      secondMoments: second.pointer, count: gradient.count)
  }
}
