import CKernels

/// Adam on a stretch of the flat buffers. Source: Kingma and Ba 2015; weight decay decoupled as in Loshchilov and
/// Hutter 2019, or added to the gradient (L2).
package struct Adam: Sendable {
  package enum Decay: String, Sendable, CaseIterable, Codable {
    case l2
    case decoupled
  }

  package let beta1: Double
  package let beta2: Double
  package let epsilon: Double
  package let weightDecay: Double
  package let decay: Decay

  package init(
    beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, weightDecay: Double, decay: Decay
  ) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.decay = decay
  }

  /// One stretch of parameters with what belongs to it; all pointers have `count` floats.
  package struct Stretch {
    let parameters: UnsafeMutablePointer<Float>
    let gradients: UnsafeMutablePointer<Float>
    let firstMoments: UnsafeMutablePointer<Float>
    let secondMoments: UnsafeMutablePointer<Float>
    let count: Int

    package init(
      parameters: UnsafeMutablePointer<Float>, gradients: UnsafeMutablePointer<Float>,
      firstMoments: UnsafeMutablePointer<Float>, secondMoments: UnsafeMutablePointer<Float>, count: Int
    ) {
      self.parameters = parameters
      self.gradients = gradients
      self.firstMoments = firstMoments
      self.secondMoments = secondMoments
      self.count = count
    }
  }

  /// - Parameters:
  ///   - step: from 1.
  ///   - gradientScale: what the gradient is multiplied with first (clipping).
  ///   - decays: whether weight decay applies to this stretch.
  package func update(
    _ stretch: Stretch, step: Int, learningRate: Double, gradientScale: Double, decays: Bool
  ) {
    // m / (1 - b1^t) over sqrt(v / (1 - b2^t)) + e, with both corrections drawn out of the loop.
    let firstCorrection = 1 - Self.power(beta1, step)
    let secondCorrection = (1 - Self.power(beta2, step)).squareRoot()
    let decayed = decays ? weightDecay : 0
    var kernel = tbn_adam(
      learning_rate: Float(learningRate * secondCorrection / firstCorrection), beta1: Float(beta1),
      beta2: Float(beta2), epsilon: Float(epsilon * secondCorrection),
      rest1: Float(1 - beta1), rest2: Float(1 - beta2), gradient_scale: Float(gradientScale),
      l2: decay == .l2 ? Float(decayed) : 0,
      decoupled_decay: decay == .decoupled ? Float(learningRate * decayed) : 0)
    tbn_adam_step(
      &kernel, stretch.gradients, stretch.count, stretch.parameters, stretch.firstMoments,
      stretch.secondMoments)
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var result = 1.0
    var factor = base
    var left = exponent
    while left > 0 {
      if left & 1 == 1 { result *= factor }
      factor *= factor
      left >>= 1
    }
    return result
  }
}
