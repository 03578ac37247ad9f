import Failures

/// What the header of a safetensors file says, found to be true of the file's length.
struct SafetensorsHeader: Equatable {
  struct Entry: Equatable {
    let type: SafetensorsType
    let shape: [Int]
    /// Bytes of the tensor, counted from the end of the header.
    let offsets: Range<Int>
  }

  static let metadataKey = "__metadata__"
  /// The limit of the reference implementation.
  static let maximumByteCount = 100_000_000

  let entries: [String: Entry]
  let metadata: [String: String]

  /// - Parameters:
  ///   - text: the header, padding included.
  ///   - dataByteCount: bytes of the file behind the header.
  ///   - path: only for messages.
  init(_ text: [UInt8], dataByteCount: Int, path: String) throws {
    (entries, metadata) = try SafetensorsHeaderScanner.scan(text, path: path)
    try checkSizes(path: path)
    try checkOffsets(dataByteCount: dataByteCount, path: path)
  }

  private func checkSizes(path: String) throws {
    for (name, entry) in entries {
      var size = (entry.type.byteCount, false)
      // A zero beside a huge number must not count as an overflow.
      for length in entry.shape.contains(0) ? [0] : entry.shape where !size.1 {
        size = size.0.multipliedReportingOverflow(by: length)
      }
      guard !size.1, size.0 == entry.offsets.count else {
        throw Failure(
          .badData, "tensor \(name) has \(entry.offsets.count) bytes", at: path,
          expected: "\(entry.type.rawValue) of shape \(entry.shape)")
      }
    }
  }

  /// Tensors must follow each other without holes or overlaps and fill the file.
  private func checkOffsets(dataByteCount: Int, path: String) throws {
    let order = entries.sorted {
      ($0.value.offsets.lowerBound, $0.value.offsets.upperBound, $0.key)
        < ($1.value.offsets.lowerBound, $1.value.offsets.upperBound, $1.key)
    }
    var end = 0
    for (name, entry) in order {
      guard entry.offsets.lowerBound == end else {
        throw Failure(
          .badData, "tensor \(name) starts at byte \(entry.offsets.lowerBound) of the data", at: path,
          expected: "byte \(end), where the tensor before it ends")
      }
      end = entry.offsets.upperBound
    }
    guard end == dataByteCount else {
      throw Failure(
        .badData, "the tensors have \(end) bytes and the file holds \(dataByteCount) behind its header",
        at: path,
        expected: "the same number")
    }
  }
}
