import Failures

/// Which splits of a directory a run reads, and which it leaves alone.
struct SplitChoice {
  let train: String
  /// Nil: nothing chooses the best checkpoint.
  let dev: String?
  /// Those that are there besides, sorted.
  private let others: [String]
  private let wanted: String

  private static let defaultDev = "dev"

  /// - Parameter names: of the splits that have any file, sorted: one file of several is a mistake worth hearing of, not a
  ///   missing split.
  init(_ configuration: TrainingConfiguration, among names: [String]) {
    train = configuration.trainSplit
    wanted = configuration.devSplit
    let isMissing = wanted == Self.defaultDev && !names.contains(wanted)
    let dev = wanted.isEmpty || isMissing ? nil : wanted
    self.dev = dev
    others = names.filter { $0 != configuration.trainSplit && $0 != dev }
  }

  /// What is there and not read, for a person.
  var summary: [String] {
    others.isEmpty ? [] : ["not read: split\(others.count == 1 ? "" : "s") \(others.joined(separator: ", "))"]
  }

  /// A line where one of the other splits may be meant for choosing the best checkpoint.
  var warnings: [String] {
    let candidates = others.filter { $0 != "test" }
    guard dev == nil, !wanted.isEmpty, !candidates.isEmpty else { return [] }
    return [
      "there is no split '\(wanted)' to choose the best checkpoint; if \(candidates.joined(separator: " or ")) is "
        + "meant for that, give --dev-split \(candidates[0])"
    ]
  }
}
