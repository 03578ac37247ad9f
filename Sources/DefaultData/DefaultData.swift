import Foundation

/// Where the data sets stand that a command uses when it is told of no other.
///
/// Each is a directory inside the nearest one above the executable that is called `.build`, so that debug and
/// release builds share it; where there is none, it stands beside the executable.
package enum DefaultData {
  /// The file in each with the settings of `tbn-dist train` that suit it.
  package static let settingsFileName = "settings.yaml"

  /// The directory of the emoji data set that belongs to the running executable.
  package static func emojiDirectory() -> String {
    emojiDirectory(ofExecutable: resolvedExecutable())
  }

  /// The directory of the emoji scenes, the data set of phrase localization, that belongs to the running executable.
  package static func emojiScenesDirectory() -> String {
    emojiScenesDirectory(ofExecutable: resolvedExecutable())
  }

  /// - Parameter executable: an absolute path without symbolic links.
  package static func emojiDirectory(ofExecutable executable: String) -> String {
    directory(named: "emoji", ofExecutable: executable)
  }

  /// - Parameter executable: an absolute path without symbolic links.
  package static func emojiScenesDirectory(ofExecutable executable: String) -> String {
    directory(named: "emoji-scenes", ofExecutable: executable)
  }

  private static func directory(named name: String, ofExecutable executable: String) -> String {
    let directory = URL(fileURLWithPath: executable).deletingLastPathComponent()
    var ancestor = directory
    while ancestor.path != "/" {
      if ancestor.lastPathComponent == ".build" { return ancestor.appendingPathComponent(name).path }
      ancestor.deleteLastPathComponent()
    }
    return directory.appendingPathComponent(name).path
  }

  private static func resolvedExecutable() -> String {
    let link = "/proc/self/exe"
    // Without /proc the name of the command is the best that is left.
    return (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) ?? CommandLine.arguments[0]
  }
}
