import Failures
import Files
import Foundation
import Tensor

/// What a checkpoint says of the run it belongs to, in `run.json`.
package struct RunRecord: Codable, Sendable {
  package let version: Int
  package let progress: TrainingProgress
  /// Names and values as in the configuration file.
  package let settings: [String: String]
  package let imageColumns: Int
  package let textColumns: Int
  /// Whether captions are bags of words.
  package let hasVocabulary: Bool
  /// The code that the ranks compute by. Only of a reproducible run.
  package let kernels: String?

  package static let currentVersion = 1
  package static let fileName = "run.json"
  /// More than any feature file or vocabulary has.
  private static let maximumColumnCount = 1 << 25

  /// - Throws: `Failure(.badData)` when this version of the program has other settings.
  package func configuration() throws -> TrainingConfiguration {
    // For an unknown name the parser seeks one alike, which takes seconds for a long one.
    guard settings.keys.allSatisfy({ $0.utf8.count <= 64 }) else {
      throw Failure(.badData, "a run's record with a name of a setting that no version of the program has")
    }
    do {
      return try TrainingConfiguration(settings: settings.map { Setting(name: $0.key, value: $0.value) })
    } catch {
      throw Failure(
        .badData,
        "a run's record with a setting of another version: \(TrainingConfiguration.message(for: error))",
        remedy: "use the program that wrote it")
    }
  }

  func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self)
  }

  /// Writes the record as one of the files of a checkpoint.
  func write(to directory: String) throws {
    try AtomicFile.write(try encoded(), to: "\(directory)/\(Self.fileName)")
  }

  init(progress: TrainingProgress, configuration: TrainingConfiguration, encoder: InputEncoder) {
    version = Self.currentVersion
    self.progress = progress
    settings = Dictionary(uniqueKeysWithValues: configuration.settings.map { ($0.name, $0.value) })
    imageColumns = encoder.images.dimensions
    textColumns = encoder.texts.columns
    hasVocabulary = encoder.texts.input == .sparse
    kernels = configuration.reproducible ? Self.kernels(of: configuration) : nil
  }

  /// - Throws: `Failure(.badData)` when the file is not one of this version.
  init(contentsOf path: String) throws {
    let data = try InputFile(path).contents(atMost: 1 << 20)
    do {
      self = try JSONDecoder().decode(RunRecord.self, from: data)
    } catch {
      throw Failure(.badData, "not a run's record: \(error)", at: path)
    }
    guard version == Self.currentVersion else {
      throw Failure(
        .badData, "version \(version)", at: path, expected: "version \(Self.currentVersion)",
        remedy: "use the program that wrote it")
    }
    try requirePossibleNumbers(path)
  }

  /// Numbers that no run reaches would overflow where they are added to others, or ask for all memory.
  private func requirePossibleNumbers(_ path: String) throws {
    let counts = [
      progress.step, progress.epoch, progress.batch, progress.bestDueEpoch, progress.evaluationsSinceBest,
      progress.skippedSteps, progress.skippedInARow, progress.best?.step ?? 0, progress.best?.epoch ?? 0,
    ]
    let isPossible =
      counts.allSatisfy { (0...Int(Int32.max)).contains($0) }
      && [imageColumns, textColumns].allSatisfy { (1...Self.maximumColumnCount).contains($0) }
      && [progress.bestDueScore, progress.best?.score].allSatisfy { $0?.isFinite ?? true }
    guard isPossible else {
      throw Failure(
        .badData, "\(progress), \(imageColumns) image columns, \(textColumns) text columns", at: path,
        expected: "the numbers of a run", remedy: "take another checkpoint")
    }
  }

  /// Settings that may change between a run's beginning and its resumption: they do not enter the arithmetic.
  static let freeSettings: Set<String> = [
    "run", "data", "epochs", "max-steps", "evaluate-every", "patience", "keep-checkpoints",
    "checkpoint-steps", "compare-steps", "threads", "stall-timeout",
  ]

  /// Those of this host.
  static func kernels(of configuration: TrainingConfiguration) -> String {
    ProcessorKernels.name(usesOneDNN: configuration.precision != .fp32)
  }

  /// - Throws: when `configuration` or, for a reproducible run, the processor would make another run of this one.
  func requireSameRun(_ configuration: TrainingConfiguration, run: String) throws {
    let ownKernels = Self.kernels(of: configuration)
    let isElsewhere = kernels.map { $0 != ownKernels } ?? false
    if isElsewhere, configuration.reproducible {
      throw Failure(
        .configuration,
        "this run is --reproducible and was computed by \(kernels ?? ""), this host computes by \(ownKernels)",
        at: run, expected: "the same code: other code rounds otherwise",
        remedy: "go on where it began; or leave out --reproducible, and go on here without its promise")
    }
    // A setting that came after the run was begun: its default does what the program did then.
    let defaults = try TrainingConfiguration(settings: []).settings.map { ($0.name, $0.value) }
    let settings = settings.merging(defaults) { recorded, _ in recorded }
    let cosine = configuration.schedule == .cosine
    let others = configuration.settings.filter { setting in
      let counts = !Self.freeSettings.contains(setting.name) || (cosine && setting.name == "epochs")
      // There the promise cannot be kept, and giving it up is the only way on.
      let isGivenUp = isElsewhere && setting.name.hasPrefix("reproducible")
      return counts && !isGivenUp && settings[setting.name] != setting.value
    }
    guard others.isEmpty else {
      let values = others.map { "--\($0.name) \($0.value) instead of \(settings[$0.name] ?? "nothing")" }
      throw Failure(
        .configuration, "this run began with other settings: \(values.joined(separator: ", "))", at: run,
        remedy: "give the same command again, or another --run for a new run")
    }
  }
}
