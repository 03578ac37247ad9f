import Random

extension ParameterLayout {
  /// Fills a flat buffer of `count` floats with the parameters of an untrained network.
  ///
  /// Weights and biases are uniform in +-1/sqrt(inputs of the layer), batch norm starts as the identity.
  /// Source: the defaults of PyTorch's `Linear` and `BatchNorm1d`.
  package func initialize(_ flat: UnsafeMutablePointer<Float>, seed: UInt64) {
    for (number, entry) in entries.enumerated() {
      let values = flat + entry.range.lowerBound
      switch entry.role {
      case .batchNormScale: values.update(repeating: 1, count: entry.range.count)
      case .batchNormShift: values.update(repeating: 0, count: entry.range.count)
      case .weight, .transposedWeight: drawWeight(values, entry, number, seed)
      case .bias:
        // A bias follows its weight and has the same fan-in.
        let weight = entries[number - 1].role.isWeight ? entries[number - 1] : entries[number]
        drawRow(
          values, stride: 1, count: entry.range.count, fanIn: weight.shape[1], stream(number, 0, entry, seed))
      }
    }
  }

  /// One stream a row of `[out, in]`, so that a weight is the same however it is stored.
  private func drawWeight(
    _ values: UnsafeMutablePointer<Float>, _ entry: Entry, _ number: Int, _ seed: UInt64
  ) {
    let (rows, columns) = (entry.shape[0], entry.shape[1])
    let transposed = entry.role == .transposedWeight
    for row in 0..<rows {
      drawRow(
        transposed ? values + row : values + row * columns, stride: transposed ? rows : 1, count: columns,
        fanIn: columns, stream(number, row, entry, seed))
    }
  }

  private func stream(_ number: Int, _ row: Int, _ entry: Entry, _ seed: UInt64) -> RandomStream {
    let purpose: RandomPurpose =
      switch entry.side {
      case .image?: .imageParameters
      case .text?: .textParameters
      case nil: .headParameters
      }
    return RandomStream(seed: seed, purpose: purpose, time: number, index: row)
  }

  private func drawRow(
    _ values: UnsafeMutablePointer<Float>, stride: Int, count: Int, fanIn: Int, _ stream: RandomStream
  ) {
    var stream = stream
    let bound = 1 / Float(fanIn).squareRoot()
    for column in 0..<count { values[column * stride] = (2 * stream.nextUniform() - 1) * bound }
  }
}
