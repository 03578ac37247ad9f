import Foundation

/// The processes of a job that is running, found by an argument that no other job has, such as its run directory.
package struct JobProcesses {
  private let argument: String

  package init(withArgument argument: String) {
    self.argument = argument
  }

  /// The ranks, in the order in which they were started.
  package var ranks: [Int32] { processes { $0.hasSuffix("/tbn-dist") } }

  /// The launcher; nil where there is none.
  package var launcher: Int32? { processes { $0.hasSuffix("mpirun") }.first }

  private func processes(_ isWanted: (String) -> Bool) -> [Int32] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return entries.compactMap { Int32($0) }.sorted().filter { process in
      // Files of /proc have no length: read to the end instead.
      guard let file = FileHandle(forReadingAtPath: "/proc/\(process)/cmdline"),
        let data = try? file.readToEnd()
      else { return false }
      let words = data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
      return words.first.map(isWanted) == true && words.contains(argument)
    }
  }
}
