import Optimizers
import Testing

/// Settings to try Adam with.
struct AdamCase: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let decay: Adam.Decay
  var weightDecay = 0.0
  var decays = true
  var epsilon = 1e-8
  var scaled = false

  static let all = [
    AdamCase(testDescription: "no decay", decay: .l2),
    AdamCase(testDescription: "L2", decay: .l2, weightDecay: 0.01),
    AdamCase(
      testDescription: "L2 on a stretch that does not decay", decay: .l2, weightDecay: 5, decays: false),
    AdamCase(testDescription: "decoupled", decay: .decoupled, weightDecay: 0.3),
    AdamCase(
      testDescription: "decoupled, a stretch that does not decay", decay: .decoupled, weightDecay: 5,
      decays: false),
    AdamCase(testDescription: "L2 and scaled gradients", decay: .l2, weightDecay: 0.1, scaled: true),
    AdamCase(testDescription: "a large epsilon", decay: .l2, epsilon: 0.1),
  ]
}
