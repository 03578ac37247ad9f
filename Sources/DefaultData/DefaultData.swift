import Foundation

/// Where the data set stands that a command uses when it is told of no other.
package enum DefaultData {
  /// The file in it with the settings of `tbn-dist train` that suit it.
  package static let settingsFileName = "settings.yaml"

  /// The directory of the emoji data set that belongs to the running executable.
  package static func emojiDirectory() -> String {
    emojiDirectory(ofExecutable: resolvedExecutable())
  }

  /// `emoji` inside the nearest directory above `executable` that is called `.build`, so that debug and release
  /// builds share it; where there is none, `emoji` beside the executable.
  /// - Parameter executable: an absolute path without symbolic links.
  package static func emojiDirectory(ofExecutable executable: String) -> String {
    let directory = URL(fileURLWithPath: executable).deletingLastPathComponent()
    var ancestor = directory
    while ancestor.path != "/" {
      if ancestor.lastPathComponent == ".build" { return ancestor.appendingPathComponent("emoji").path }
      ancestor.deleteLastPathComponent()
    }
    return directory.appendingPathComponent("emoji").path
  }

  private static func resolvedExecutable() -> String {
    let link = "/proc/self/exe"
    // Without /proc the name of the command is the best that is left.
    return (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) ?? CommandLine.arguments[0]
  }
}
