import Failures

/// A checkpoint whose files were all read and found to be as they were written.
package struct Checkpoint: Equatable, Sendable {
  /// The name of its directory.
  package let name: String
  /// The directory of its files.
  package let path: String
  /// Names of its files, ascending.
  package let fileNames: [String]

  /// Reads the manifest and every file of the directory.
  init(verifying name: String, in directory: String) throws {
    let path = "\(directory)/\(name)"
    guard CheckpointDirectory.isDirectory(path) else {
      throw Failure(.noInput, "there is no such checkpoint", at: path)
    }
    let manifest = try Manifest(readFrom: path)
    try manifest.verify(filesIn: path)
    self.init(name: name, path: path, manifest: manifest)
  }

  init(name: String, path: String, manifest: Manifest) {
    self.name = name
    self.path = path
    fileNames = manifest.files.keys.sorted()
  }

  /// The path of one of its files.
  /// - Throws: `Failure(.badData)` when the checkpoint has no file of that name.
  package func path(of file: String) throws -> String {
    guard fileNames.contains(file) else {
      throw Failure(
        .badData, "the checkpoint has no file \(file)", at: path,
        expected: "a checkpoint of this program; it has \(fileNames.joined(separator: ", "))")
    }
    return "\(path)/\(file)"
  }
}
