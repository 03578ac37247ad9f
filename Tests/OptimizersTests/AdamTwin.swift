import Foundation

/// Adam in doubles, as in the paper: both moments corrected each step. Source: Kingma and Ba 2015, algorithm 1.
struct AdamTwin {
  var parameters: [Double]
  var first: [Double]
  var second: [Double]
  var step = 0

  init(_ parameters: [Float]) {
    self.parameters = parameters.map(Double.init)
    first = [Double](repeating: 0, count: parameters.count)
    second = first
  }

  mutating func update(_ gradient: [Float], _ rule: AdamCase, learningRate: Double, scale: Double) {
    step += 1
    for index in parameters.indices {
      let decay = rule.decays ? rule.weightDecay : 0
      var slope = Double(gradient[index]) * scale
      if rule.decay == .l2 { slope += decay * parameters[index] }
      if rule.decay == .decoupled { parameters[index] -= learningRate * decay * parameters[index] }
      first[index] = 0.9 * first[index] + 0.1 * slope
      second[index] = 0.999 * second[index] + 0.001 * slope * slope
      let mean = first[index] / (1 - pow(0.9, Double(step)))
      let square = second[index] / (1 - pow(0.999, Double(step)))
      parameters[index] -= learningRate * mean / (square.squareRoot() + rule.epsilon)
    }
  }
}
