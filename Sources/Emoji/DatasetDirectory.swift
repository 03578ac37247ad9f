import Failures
import Foundation

/// The directory of a data set: written as a whole or not at all.
package struct DatasetDirectory {
  package let path: String
  private let layout: DatasetLayout

  package init(path: String, layout: DatasetLayout) {
    self.path = path
    self.layout = layout
  }

  /// Whether every file is there and was made by this version of the program.
  package var isComplete: Bool {
    guard layout.fileNames.isSubset(of: contents()),
      let readme = FileManager.default.contents(atPath: "\(path)/\(layout.readmeName)")
    else { return false }
    return readme.starts(with: Data((layout.title + "\n").utf8))
  }

  /// Refuses a path that holds something else, so that no file of a person's own is ever replaced.
  package func requireReplaceable() throws(Failure) {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { return }
    let foreign = contents().filter { !layout.mayHold($0) }.min()
    guard isDirectory.boolValue, foreign == nil else {
      throw Failure(
        .cannotCreate, foreign.map { "the directory holds '\($0)'" } ?? "a file stands in the way", at: path,
        expected: "nothing, or a data set of this program", remedy: "name another directory")
    }
  }

  /// Writes `files` beside the path and renames them to it when all are complete; an older data set goes.
  package func write(_ files: [String: Data]) throws(Failure) {
    try requireReplaceable()
    let partial = "\(path).partial-\(ProcessInfo.processInfo.processIdentifier)"
    do {
      try writeContents(files, to: partial)
      try replace(with: partial)
    } catch {
      // The fault that is told is the first one: a failing removal would only hide it.
      try? FileManager.default.removeItem(atPath: partial)
      throw Failure(.cannotCreate, "cannot write the data set (\(error.localizedDescription))", at: path)
    }
  }

  private func writeContents(_ files: [String: Data], to directory: String) throws {
    for folder in [""] + layout.folders.keys.sorted() {
      try FileManager.default.createDirectory(
        atPath: "\(directory)/\(folder)", withIntermediateDirectories: true)
    }
    for (name, data) in files {
      try data.write(to: URL(fileURLWithPath: "\(directory)/\(name)"))
    }
  }

  private func replace(with partial: String) throws {
    let manager = FileManager.default
    if manager.fileExists(atPath: path) { try manager.removeItem(atPath: path) }
    try manager.moveItem(atPath: partial, toPath: path)
  }

  /// Everything inside the directory, also in folders, as paths.
  private func contents() -> Set<String> {
    Set((try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? [])
  }
}
