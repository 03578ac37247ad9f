import NPY

extension FNV1aHash {
  /// Shape, element type and 64 rows of a file.
  mutating func combine(_ file: NPYFile) {
    combine(file.rows)
    combine(file.columns)
    combine(file.elementType.rawValue)
    let sampleCount = min(64, file.rows)
    for sample in 0..<sampleCount {
      // Evenly spaced, the first and the last row among them.
      combine(file.rowBytes(sampleCount == 1 ? 0 : sample * (file.rows - 1) / (sampleCount - 1)))
    }
  }

  /// All numbers of an array, and how many there are.
  mutating func combine(_ numbers: [Int32]) {
    combine(numbers.count)
    numbers.withUnsafeBytes { combine($0) }
  }

  mutating func combine(_ box: Box) {
    for corner in [box.x1, box.y1, box.x2, box.y2] { combine(Int(corner.bitPattern)) }
  }
}
