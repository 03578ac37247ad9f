import Foundation

/// The command that started this job.
enum LaunchCommand {
  private static let launchers: Set<String> = [
    "mpirun", "mpirun.openmpi", "mpiexec", "mpiexec.openmpi", "orterun", "prterun",
  ]
  private static let daemons: Set<String> = ["orted", "prted"]

  /// The launcher's command line where it is this process's parent; else mpirun with this many ranks and the own one.
  static func text(ranks: Int) -> String {
    let own = CommandLine.arguments
    guard ranks > 1 || isLaunched else { return quoted(own) }
    let parent = arguments(ofProcess: getppid())
    if let name = parent.first.map(lastComponent), launchers.contains(name) {
      return quoted([name] + parent.dropFirst())
    }
    return quoted(["mpirun", "-n", "\(ranks)"] + own)
  }

  /// The process that started this one for a job on several hosts: mpirun, or its daemon here.
  static var launcher: Int32? {
    let parent = getppid()
    let name = arguments(ofProcess: parent).first.map(lastComponent) ?? ""
    return launchers.contains(name) || daemons.contains(name) ? parent : nil
  }

  private static var isLaunched: Bool { ProcessInfo.processInfo.environment["OMPI_COMM_WORLD_SIZE"] != nil }

  private static func lastComponent(_ path: String) -> String { (path as NSString).lastPathComponent }

  private static func arguments(ofProcess process: Int32) -> [String] {
    guard let bytes = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") else { return [] }
    return bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast().map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// As a shell reads it.
  static func quoted(_ arguments: [String]) -> String {
    arguments.map { argument in
      let plain = argument.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_=./:,+@%".unicodeScalars.contains($0)
      }
      if plain, !argument.isEmpty { return argument }
      return "'" + argument.replacingOccurrences(of: "'", with: "'\\''") + "'"
    }.joined(separator: " ")
  }
}
