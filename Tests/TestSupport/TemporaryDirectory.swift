import Foundation
import NPY

/// A directory of a test's own, removed with this object.
package final class TemporaryDirectory {
  package let path: String

  package init() throws {
    // Short: MPI makes sockets in such directories, whose paths have at most 107 bytes.
    path = NSTemporaryDirectory() + "tbn-dist-" + UUID().uuidString.prefix(8)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  package func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Makes the directories in which a file of this name stands.
  package func createDirectory(of name: String) throws {
    try FileManager.default.createDirectory(
      atPath: (file(name) as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
  }

  /// Removes a file, or a directory with all that is in it.
  package func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: file(name))
  }

  @discardableResult
  package func write(_ bytes: [UInt8], to name: String) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }

  @discardableResult
  package func write(_ text: String, to name: String) throws -> String {
    try write(Array(text.utf8), to: name)
  }

  @discardableResult
  package func write(_ rows: [[Float]], to name: String, as type: NPYElementType = .float32) throws -> String
  {
    let writer = try NPYWriter(path: file(name), columns: rows.first?.count ?? 1, elementType: type)
    for row in rows { try writer.append(row) }
    try writer.finish()
    return file(name)
  }

  /// Features, captions and, if given, ids and vectors of a split.
  package func writeSplit(
    _ name: String, rows: [[Float]], captions: [String], ids: [String]? = nil, vectors: [[Float]]? = nil
  ) throws {
    try write(rows, to: name + "_ims.npy")
    try write(captions.joined(separator: "\n") + "\n", to: name + "_caps.txt")
    if let ids { try write(ids.joined(separator: "\n") + "\n", to: name + "_ids.txt") }
    if let vectors { try write(vectors, to: name + "_sents.npy") }
  }

  package func bytes(of name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: file(name))))
  }
}
