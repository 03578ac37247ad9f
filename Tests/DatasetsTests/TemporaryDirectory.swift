import Datasets
import Failures
import Foundation
import NPY
import Testing

/// A directory of a test's own, removed with this object.
final class TemporaryDirectory {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/datasets-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func file(_ name: String) -> String { path + "/" + name }

  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try write(Array(text.utf8), to: name)
  }

  @discardableResult
  func write(_ rows: [[Float]], to name: String, as type: NPYElementType = .float32) throws -> String {
    let writer = try NPYWriter(path: file(name), columns: rows.first?.count ?? 1, elementType: type)
    for row in rows { try writer.append(row) }
    try writer.finish()
    return file(name)
  }

  /// Features, captions and, if given, ids of a split.
  func writeSplit(
    _ name: String, rows: [[Float]], captions: [String], ids: [String]? = nil, vectors: [[Float]]? = nil
  ) throws {
    try write(rows, to: name + "_ims.npy")
    try write(captions.joined(separator: "\n") + "\n", to: name + "_caps.txt")
    if let ids { try write(ids.joined(separator: "\n") + "\n", to: name + "_ids.txt") }
    if let vectors { try write(vectors, to: name + "_sents.npy") }
  }
}

/// Runs `body` and expects a failure with this status whose message has every phrase.
func expectFailure(
  _ status: Failures.ExitStatus, _ phrases: String..., sourceLocation: SourceLocation = #_sourceLocation,
  from body: () throws -> Void
) {
  do {
    try body()
    Issue.record("nothing was thrown", sourceLocation: sourceLocation)
  } catch let failure as Failure {
    #expect(failure.status == status, "\(failure)", sourceLocation: sourceLocation)
    for phrase in phrases {
      #expect(failure.description.contains(phrase), "\(failure)", sourceLocation: sourceLocation)
    }
  } catch {
    Issue.record("\(error)", sourceLocation: sourceLocation)
  }
}

extension NPYFile {
  /// One row as an array.
  func row(_ index: Int) -> [Float] {
    var values = [Float](repeating: .nan, count: columns)
    values.withUnsafeMutableBufferPointer { buffer in
      if let start = buffer.baseAddress { copyRow(index, into: start) }
    }
    return values
  }
}

/// The bytes of an npy file, made without the code under test.
func npyBytes(
  descr: String = "'<f4'", fortran: String = "False", shape: String = "(2, 3)", version: UInt8 = 1,
  dictionary: String? = nil, data: [UInt8] = [UInt8](repeating: 0, count: 24)
) -> [UInt8] {
  let text = dictionary ?? "{'descr': \(descr), 'fortran_order': \(fortran), 'shape': \(shape), }"
  let header = Array((text + "\n").utf8)
  let lengthBytes = version == 1 ? 2 : 4
  let length = (0..<lengthBytes).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
  return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + header + data
}

/// The bytes of numbers in the order of the machine, which must be little-endian.
func bytes<Number>(_ numbers: [Number]) -> [UInt8] {
  numbers.withUnsafeBytes { Array($0) }
}
