import Foundation

package struct LaunchError: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}

extension Launch {
  /// In the directory that the variable TBN_DIST_PROGRAMS names, else beside the test bundle.
  package static func path(ofProgram name: String) throws -> String {
    let path = try "\(programDirectory())/\(name)"
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw LaunchError(
        "no program at \(path); build it (swift build --build-tests), or set TBN_DIST_PROGRAMS to its directory"
      )
    }
    return path
  }

  private static func programDirectory() throws -> String {
    if let given = ProcessInfo.processInfo.environment["TBN_DIST_PROGRAMS"], !given.isEmpty {
      return URL(fileURLWithPath: given).resolvingSymlinksInPath().path
    }
    let bundle = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(fileURLWithPath: bundle).deletingLastPathComponent().path
  }
}
