import Foundation
import TestSupport

/// Two hosts that this machine plays, by Launch/two-hosts.
enum TwoHosts {
  /// Root, with network namespaces and a program that makes links between them.
  static let canBePlayed =
    (try? Launch(arguments: ["-c", "unshare --net true && command -v ip tc"], executable: "/bin/sh").run()
      .status) == 0

  /// A bash script on host-a, with these arguments and variables.
  static func launch(_ script: String, _ arguments: [String], environment: [String: String]) -> Launch {
    let root = URL(fileURLWithPath: #filePath).pathComponents.dropLast(3).joined(separator: "/")
    var launch = Launch(
      arguments: ["--rate", "none", "bash", "-c", script, "script"] + arguments,
      executable: "\(root)/Launch/two-hosts")
    launch.environment = environment
    launch.timeoutSeconds = 60
    return launch
  }
}
