import NPY

extension FNV1aHash {
  /// Shape, element type and 64 rows of a file.
  ///
  /// - Throws: when the file has become shorter or cannot be read.
  mutating func combine(_ file: NPYFile) throws {
    combine(file.rows)
    combine(file.columns)
    combine(file.elementType.rawValue)
    let sampleCount = min(64, file.rows)
    // Evenly spaced, the first and the last row among them.
    let samples = (0..<sampleCount).map { $0 * (file.rows - 1) / max(1, sampleCount - 1) }
    try file.read(samples) { _, row in combine(row) }
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
