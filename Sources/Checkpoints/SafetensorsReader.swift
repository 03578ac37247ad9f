import Failures
import Files
import Foundation
import Tensor

/// A safetensors file open for reading. Opening checks the whole header; tensors are read when asked for.
///
/// Source: https://huggingface.co/docs/safetensors.
package final class SafetensorsReader {
  private let file: InputFile
  private let header: SafetensorsHeader
  private let dataStart: Int

  /// - Throws: `Failure(.noInput)` when there is no file; `Failure(.badData)` when it is not a safetensors file,
  ///   names a tensor twice, leaves holes, overlaps, or holds a type other than F32, F64, I64, U8.
  package init(path: String) throws {
    file = try InputFile(path)
    let byteCount = try Self.headerByteCount(file)
    dataStart = 8 + byteCount
    var text = [UInt8](repeating: 0, count: byteCount)
    try text.withUnsafeMutableBytes { [file] in try file.read(into: $0, from: 8) }
    header = try SafetensorsHeader(text, dataByteCount: file.byteCount - dataStart, path: path)
  }

  /// The file.
  package var path: String { file.path }
  /// All names, ascending.
  package var tensorNames: [String] { header.entries.keys.sorted() }
  /// The strings under `__metadata__`.
  package var metadata: [String: String] { header.metadata }
  /// Type and shape of a tensor; `nil` when there is none of that name.
  package func description(of name: String) -> (type: SafetensorsType, shape: [Int])? {
    header.entries[name].map { ($0.type, $0.shape) }
  }

  /// A new matrix `[rows, columns]` from an F32 tensor of that shape; `Failure(.badData)` when it is another.
  package func matrix(_ name: String, rows: Int, columns: Int) throws -> Matrix {
    let entry = try entry(name, .float32, shape: [rows, columns])
    let matrix = Matrix(rows: rows, columns: columns)
    try copy(entry, into: UnsafeMutableRawBufferPointer(matrix.elements))
    return matrix
  }

  /// Copies an F32 tensor of the given shape into a matrix that has as many elements; `Failure(.badData)` when the
  /// tensor is another.
  package func read(_ name: String, shape: [Int], into matrix: Matrix) throws {
    precondition(shape.reduce(1, *) == matrix.count, "\(name): \(shape) into \(matrix.count) floats")
    try copy(try entry(name, .float32, shape: shape), into: UnsafeMutableRawBufferPointer(matrix.elements))
  }

  /// An F32 tensor of the given shape in row-major order; `Failure(.badData)` when it is another.
  package func floats(_ name: String, shape: [Int]) throws -> [Float] {
    try numbers(try entry(name, .float32, shape: shape), zero: 0)
  }

  /// An F64 tensor of the given shape in row-major order; `Failure(.badData)` when it is another.
  package func doubles(_ name: String, shape: [Int]) throws -> [Double] {
    try numbers(try entry(name, .float64, shape: shape), zero: 0)
  }

  /// An I64 tensor of the given shape in row-major order; `Failure(.badData)` when it is another.
  package func integers(_ name: String, shape: [Int]) throws -> [Int64] {
    try numbers(try entry(name, .int64, shape: shape), zero: 0)
  }

  /// A U8 tensor of the given shape in row-major order; `Failure(.badData)` when it is another.
  package func bytes(_ name: String, shape: [Int]) throws -> [UInt8] {
    try numbers(try entry(name, .uint8, shape: shape), zero: 0)
  }
}

extension SafetensorsReader {
  private static func headerByteCount(_ file: InputFile) throws -> Int {
    guard file.byteCount >= 8 else {
      throw Failure(.badData, "\(file.byteCount) bytes", at: file.path, expected: "a safetensors file")
    }
    var count: UInt64 = 0
    try withUnsafeMutableBytes(of: &count) { try file.read(into: $0, from: 0) }
    let limit = min(SafetensorsHeader.maximumByteCount, file.byteCount - 8)
    guard let byteCount = Int(exactly: UInt64(littleEndian: count)), byteCount <= limit else {
      throw Failure(
        .badData, "a header of \(UInt64(littleEndian: count)) bytes", at: file.path,
        expected: "a safetensors file, whose header here has at most \(limit) bytes")
    }
    return byteCount
  }

  private func entry(_ name: String, _ type: SafetensorsType, shape: [Int]) throws -> SafetensorsHeader.Entry
  {
    let expected = "\(type.rawValue) of shape \(shape)"
    guard let entry = header.entries[name] else {
      throw Failure(.badData, "there is no tensor \(name)", at: path, expected: expected)
    }
    guard entry.type == type, entry.shape == shape else {
      throw Failure(
        .badData, "tensor \(name) is \(entry.type.rawValue) of shape \(entry.shape)", at: path,
        expected: expected)
    }
    return entry
  }

  private func copy(_ entry: SafetensorsHeader.Entry, into bytes: UnsafeMutableRawBufferPointer) throws {
    precondition(bytes.count == entry.offsets.count)
    try file.read(into: bytes, from: dataStart + entry.offsets.lowerBound)
  }

  private func numbers<Number>(_ entry: SafetensorsHeader.Entry, zero: Number) throws -> [Number] {
    var numbers = [Number](repeating: zero, count: entry.offsets.count / MemoryLayout<Number>.stride)
    try numbers.withUnsafeMutableBytes { try copy(entry, into: $0) }
    return numbers
  }
}
