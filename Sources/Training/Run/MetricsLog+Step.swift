import Losses

extension MetricsLog {
  /// One step, as written; what there is to say of its loss stands beside the rest, by the names that the loss gives.
  package struct Step: Encodable {
    let step: Int
    let epoch: Int
    let loss: any LossSums
    let learningRate: Double
    let gradientNorm: Double
    /// Text-image pairs of the batch that are positive without standing in one neighbourhood.
    let maskedPairs: Int
    /// Of the step's time, how long it waited for its input.
    let readSeconds: Double
    let stepSeconds: Double

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      for (name, number) in [("step", step), ("epoch", epoch), ("masked_pairs", maskedPairs)] {
        try container.encode(number, forKey: Key(stringValue: name))
      }
      let numbers = [
        ("loss", loss.loss), ("learning_rate", learningRate), ("gradient_norm", gradientNorm),
        ("read_seconds", readSeconds), ("step_seconds", stepSeconds),
      ]
      for (name, number) in numbers + loss.metrics {
        try container.encode(number, forKey: Key(stringValue: name))
      }
    }

    private struct Key: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }

      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }
  }
}
