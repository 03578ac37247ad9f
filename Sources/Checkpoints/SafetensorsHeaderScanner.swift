import Failures

/// Reads the header's JSON, and only what such a header may hold: a general reader would let a second entry of the
/// same name win in silence.
enum SafetensorsHeaderScanner {
  typealias Result = (entries: [String: SafetensorsHeader.Entry], metadata: [String: String])

  /// - Throws: `Failure(.badData)` with the byte, or with the tensor and what is wrong with its description.
  static func scan(_ text: [UInt8], path: String) throws -> Result {
    var result: Result = ([:], [:])
    var json = StrictJSONScanner(text, path: path)
    try json.startWithoutSpace(UInt8(ascii: "{"))
    try json.members { json, name in
      if name == SafetensorsHeader.metadataKey {
        try json.expect(UInt8(ascii: "{"))
        try json.members { json, key in result.metadata[key] = try json.string() }
      } else {
        result.entries[name] = try entry(&json, name: name, path: path)
      }
    }
    try json.end()
    return result
  }

  private static func entry(
    _ json: inout StrictJSONScanner, name: String, path: String
  ) throws -> SafetensorsHeader.Entry {
    var (type, shape, offsets): (String?, [Int]?, [Int]?)
    try json.expect(UInt8(ascii: "{"))
    try json.members { json, key in
      switch key {
      case "dtype": type = try json.string()
      case "shape": shape = try json.integers()
      case "data_offsets": offsets = try json.integers()
      default: throw Failure(.badData, "tensor \(name) has an unknown entry \(key)", at: path)
      }
    }
    guard let type, let shape, let offsets, offsets.count == 2, offsets[0] <= offsets[1] else {
      throw Failure(
        .badData, "tensor \(name) is not fully described", at: path,
        expected: "dtype, shape and two ascending data_offsets")
    }
    guard let known = SafetensorsType(rawValue: type) else {
      throw Failure(
        .badData, "tensor \(name) has the type \(type)", at: path, expected: "F32, F64, I64 or U8")
    }
    return SafetensorsHeader.Entry(type: known, shape: shape, offsets: offsets[0]..<offsets[1])
  }
}
