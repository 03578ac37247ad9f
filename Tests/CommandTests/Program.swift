import Foundation

/// The program under test.
enum Program {
  /// In the directory that the variable TBN_DIST_PROGRAMS names, else beside the test bundle.
  static func path() throws -> String {
    let path = try "\(directory())/tbn-dist"
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw LaunchError("no program at \(path); build it, or set TBN_DIST_PROGRAMS to its directory")
    }
    return path
  }

  private static func directory() throws -> String {
    if let given = ProcessInfo.processInfo.environment["TBN_DIST_PROGRAMS"], !given.isEmpty {
      return URL(fileURLWithPath: given).resolvingSymlinksInPath().path
    }
    let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(fileURLWithPath: bundle).deletingLastPathComponent().path
  }
}

/// The tests themselves cannot do what they must.
struct LaunchError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
