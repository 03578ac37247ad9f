import Foundation
import Sampling
import TwoBranch

/// The similarity network's head in doubles, with plain loops.
package struct HeadTwin {
  private let layers: [Layer]
  private let scoreWeight: [Double]
  private let scoreBias: Double

  private struct Layer {
    let weight: DoubleMatrix
    let bias, scale, shift: [Double]
  }

  /// - Parameter flat: `layout.count` numbers, as they stand in the flat buffer.
  package init(_ layout: ParameterLayout, flat: [Double]) {
    func numbers(_ name: String) -> [Double] { Array(flat[layout.entry("head.\(name)").range]) }
    layers = (1...2).map { number in
      let shape = layout.entry("head.fc\(number).weight").shape
      return Layer(
        weight: DoubleMatrix(rows: shape[0], columns: shape[1], values: numbers("fc\(number).weight")),
        bias: numbers("fc\(number).bias"), scale: numbers("bn\(number).weight"),
        shift: numbers("bn\(number).bias"))
    }
    scoreWeight = numbers("fc3.weight")
    scoreBias = numbers("fc3.bias")[0]
  }

  /// The mean of `log(1 + exp(-label * score))` over the pairs.
  package func loss(images: DoubleMatrix, texts: DoubleMatrix, _ pairs: BatchPairs) -> Double {
    var features = DoubleMatrix(rows: pairs.count, columns: images.columns)
    for pair in 0..<pairs.count {
      for column in 0..<images.columns {
        features[pair, column] =
          images[Int(pairs.images[pair]), column] * texts[Int(pairs.texts[pair]), column]
      }
    }
    let scores = scores(features)
    return zip(scores, pairs.labels).reduce(0) { $0 + log(1 + exp(-Double($1.1) * $1.0)) }
      / Double(pairs.count)
  }

  /// Scores of features `[P, E]`.
  ///
  /// - Parameter running: used for both normalisations; nil: the statistics of the features themselves.
  package func scores(_ features: DoubleMatrix, running: HeadStatistics? = nil) -> [Double] {
    var rows = features
    for (layer, statistics) in zip(layers, [running?.first, running?.second]) {
      rows = activation(of: rows, layer, statistics)
    }
    return (0..<rows.rows).map { row in
      zip(rows.row(row), scoreWeight).reduce(scoreBias) { $0 + $1.0 * $1.1 }
    }
  }

  private func activation(
    of input: DoubleMatrix, _ layer: Layer, _ running: RunningStatistics?
  ) -> DoubleMatrix {
    var result = input.times(layer.weight.transposed)
    let count = Double(result.rows)
    for column in layer.bias.indices {
      let values = (0..<result.rows).map { result[$0, column] + layer.bias[column] }
      let mean = running.map { Double($0.mean[column]) } ?? values.reduce(0, +) / count
      let variance =
        running.map { Double($0.variance[column]) }
        ?? values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
      for row in 0..<result.rows {
        let unit = (values[row] - mean) / (variance + 1e-5).squareRoot()
        result[row, column] = max(0, unit * layer.scale[column] + layer.shift[column])
      }
    }
    return result
  }
}
