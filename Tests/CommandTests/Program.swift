import Foundation
import TestSupport

/// The program under test.
enum Program {
  /// In the directory that the variable TBN_DIST_PROGRAMS names, else beside the test bundle.
  static func path() throws -> String {
    let path = try "\(RankLaunch.programDirectory())/tbn-dist"
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw RankLaunch.LaunchError(
        "no program at \(path); build it, or set TBN_DIST_PROGRAMS to its directory")
    }
    return path
  }
}
