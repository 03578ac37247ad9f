import Configuration
import DefaultData
import Failures
import Foundation
import Training

/// Where the settings of `train` come from, the weakest first: defaults, those of the task, the settings that the
/// embedded data bring along when no other data are named, the file named by `--config`, flags.
struct SettingLayers {
  private let arguments: [String]
  private let task: TaskKind
  private let files: [ConfigurationFile]

  /// - Throws: `Failure` for a file that cannot be read or has a fault.
  init(_ arguments: [String]) throws {
    self.arguments = arguments
    let named = try Self.flag("config", in: arguments).map(ConfigurationFile.init(path:))
    let data = Self.flag("data", in: arguments) ?? named?.value(of: "data") ?? ""
    let taskName = Self.flag("task", in: arguments) ?? named?.value(of: "task")
    // A name that is none is told by the parser, which sees it next.
    task = taskName.flatMap(TaskKind.init) ?? .retrieval
    let embedded = data.isEmpty ? try Self.settingsOfEmbeddedData(task) : nil
    files = [embedded, named].compactMap { $0 }
  }

  /// The command line with the files' settings before its flags, which so win.
  var commandLine: [String] {
    let commandCount = arguments.first == "train" ? 1 : 0
    let settings =
      task.defaults.flatMap(\.arguments) + files.flatMap { $0.entries.flatMap(\.setting.arguments) }
    return arguments.prefix(commandCount) + settings + arguments.dropFirst(commandCount)
  }

  /// "command line", "FILE, line 3", "default of --task localization" or "default".
  func origin(of name: String) -> String {
    if isTyped(name) { return "command line" }
    for file in files.reversed() {
      if let line = file.line(of: name) { return "\(file.path), line \(line)" }
    }
    let isOfTask = task.defaults.contains { $0.name == name }
    return isOfTask ? "default of --task \(task.rawValue)" : "default"
  }

  private func isTyped(_ name: String) -> Bool {
    let isFlag = TrainingConfiguration.flagNames.contains(name)
    return arguments.contains {
      $0 == "--\(name)" || $0.hasPrefix("--\(name)=") || (isFlag && $0 == "--no-\(name)")
    }
  }

  /// The value of a flag in a command line, the last one where it is repeated.
  static func flag(_ name: String, in arguments: [String]) -> String? {
    for (position, argument) in arguments.enumerated().reversed() {
      if argument.hasPrefix("--\(name)=") { return String(argument.dropFirst("--\(name)=".count)) }
      if argument == "--\(name)", position + 1 < arguments.count { return arguments[position + 1] }
    }
    return nil
  }

  private static func settingsOfEmbeddedData(_ task: TaskKind) throws -> ConfigurationFile? {
    let path = "\(task.defaultDirectory)/\(DefaultData.settingsFileName)"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return try ConfigurationFile(path: path)
  }
}
