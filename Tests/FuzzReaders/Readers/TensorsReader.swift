import Checkpoints
import Files
import Foundation
import Tensor

/// A safetensors file: its header and every tensor.
struct TensorsReader: FuzzedReader {
  let inputPath: String
  let seeds: [[UInt8]]
  let tokens = [
    "\"dtype\":", "\"shape\":", "\"data_offsets\":", "\"F32\"", "\"F64\"", "\"I64\"", "\"U8\"", "\"BF16\"",
    "[", "]", "{", "}",
    ",", ":", "\"__metadata__\":{\"a\":\"b\"}", "[0,0]", "[0,4611686018427387904]", "[4294967296,4294967296]",
    "\\u0000",
    "\\ud83d\\ude00", "\\", "\"", " ", "\"\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},",
  ]

  init(directory: String) throws {
    inputPath = "\(directory)/x.safetensors"
    let sound = "\(directory)/sound.safetensors"
    try SafetensorsWriter.write(
      [
        SafetensorsTensor("a.weight", Matrix([[1, 2], [3, 4]])),
        SafetensorsTensor("d", [1.5, 2.5] as [Double]),
        SafetensorsTensor("n", [7] as [Int64], shape: []),
        SafetensorsTensor("bytes é", [1, 2, 3] as [UInt8]),
      ], metadata: ["format": "pt"], to: sound)
    seeds = [
      Array(try InputFile(sound).contents(atMost: .max)), [2, 0, 0, 0, 0, 0, 0, 0] + Array("{}".utf8),
    ]
  }

  /// The length of the header, which ends with the last brace before the numbers.
  func mended(_ input: [UInt8]) -> [UInt8] {
    guard input.count > 8, let end = input.lastIndex(of: UInt8(ascii: "}")), end >= 8 else { return input }
    return withUnsafeBytes(of: UInt64(end - 7).littleEndian) { Array($0) } + input[8...]
  }

  func read(_ input: [UInt8]) throws -> Bool {
    let reader = try SafetensorsReader(path: inputPath)
    var byteCount = 0
    for name in reader.tensorNames {
      guard let (type, shape) = reader.description(of: name) else { throw Broken("no \(name)") }
      byteCount += try Self.numberCount(name, type, shape, reader) * type.byteCount
    }
    try require(byteCount + 8 <= input.count, "\(byteCount) bytes of numbers in \(input.count)")
    return true
  }

  private static func numberCount(
    _ name: String, _ type: SafetensorsType, _ shape: [Int], _ reader: SafetensorsReader
  ) throws -> Int {
    switch type {
    case .float32: try reader.floats(name, shape: shape).count
    case .float64: try reader.doubles(name, shape: shape).count
    case .int64: try reader.integers(name, shape: shape).count
    case .uint8: try reader.bytes(name, shape: shape).count
    }
  }
}
