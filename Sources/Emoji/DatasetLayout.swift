/// Which files a data set has, and how it is told from one of another version.
package struct DatasetLayout: Sendable {
  /// The first line of the file `readmeName`.
  let title: String
  let readmeName: String
  /// Every file, as a path inside the data set.
  let fileNames: Set<String>
  /// The folders of files named by numbers, with the ending of the names in each. Which numbers there are may
  /// differ between versions.
  let folders: [String: String]

  init(title: String, readmeName: String, fileNames: [String], folders: [String: String] = [:]) {
    self.title = title
    self.readmeName = readmeName
    self.fileNames = Set(fileNames)
    self.folders = folders
  }

  /// Where the trainer keeps what it has parsed of a data set; it goes with the data that it was made from.
  private static let cacheName = ".tbn-dist-cache"

  /// Whether what stands at `path` inside the data set may belong to some version of it.
  func mayHold(_ path: String) -> Bool {
    if fileNames.contains(path) || folders[path] != nil { return true }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    if parts[0] == Self.cacheName { return true }
    guard parts.count == 2, let ending = folders[String(parts[0])] else { return false }
    let name = parts[1].split(separator: ".", omittingEmptySubsequences: false)
    return name.count == 2 && Int(name[0]) != nil && name[1] == ending
  }
}
