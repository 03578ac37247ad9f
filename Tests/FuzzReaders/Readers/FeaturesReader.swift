import NPY

/// A file of feature vectors: header, every number, single rows.
struct FeaturesReader: FuzzedReader {
  let inputPath: String
  let tokens = NPYBytes.tokens

  init(directory: String) { inputPath = "\(directory)/x.npy" }

  var seeds: [[UInt8]] {
    [
      NPYBytes.floats(rows: 5, columns: 3), NPYBytes.floats(rows: 1, columns: 40),
      Array(NPYWriter.data((0..<6).map { Float16($0) }, shape: [3, 2])),
    ]
  }

  func mended(_ input: [UInt8]) -> [UInt8] { NPYBytes.mended(input) }

  func read(_ input: [UInt8]) throws -> Bool {
    let file = try NPYFile(path: inputPath)
    let byteCount = file.rows * file.columns * file.elementType.byteCount
    try require(
      byteCount > 0 && byteCount < input.count, "[\(file.rows), \(file.columns)] of \(input.count) bytes")
    let parts = try file.inspect(parts: 0..<file.partCount)
    let isFinite = parts.allSatisfy { $0.firstNonFinite == nil }
    try require((file.nonFiniteFailure() == nil) == isFinite, "numbers that are not finite")
    _ = try file.digest(ofParts: parts.map(\.digest))
    var rowCount = 0
    try file.read([file.rows - 1, 0]) { _, row in rowCount += row.count == byteCount / file.rows ? 1 : 0 }
    try require(rowCount == 2 && file.startsOfEqualRows().first == 0, "rows of another length")
    return true
  }
}
