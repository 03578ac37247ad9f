import Random

extension ParameterLayout {
  /// Fills a flat buffer of `count` floats with the parameters of an untrained network.
  ///
  /// Source: the defaults of PyTorch's `Linear` and `BatchNorm1d`.
  package func initialize(_ flat: UnsafeMutablePointer<Float>, seed: UInt64) {
    for (number, entry) in entries.enumerated() {
      let values = flat + entry.range.lowerBound
      switch entry.parameter.initialization {
      case .constant(let value): values.update(repeating: value, count: entry.range.count)
      case .uniform(let fanIn): draw(values, entry, number, fanIn: fanIn, seed)
      }
    }
  }

  /// One stream a row of `[out, in]`, so that a weight is the same however it is stored; a vector is one row.
  private func draw(
    _ values: UnsafeMutablePointer<Float>, _ entry: Entry, _ number: Int, fanIn: Int, _ seed: UInt64
  ) {
    let (rows, columns) = entry.shape.count == 1 ? (1, entry.shape[0]) : (entry.shape[0], entry.shape[1])
    let bound = 1 / Float(fanIn).squareRoot()
    for row in 0..<rows {
      var stream = RandomStream(seed: seed, purpose: entry.component.purpose, time: number, index: row)
      let (start, stride) = entry.isTransposed ? (row, rows) : (row * columns, 1)
      for column in 0..<columns {
        values[start + column * stride] = (2 * stream.nextUniform() - 1) * bound
      }
    }
  }
}
