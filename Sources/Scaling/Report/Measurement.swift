import Failures
import Foundation

/// One run of `tbn-dist bench` in a scaling experiment: one line of `measurements.jsonl`.
package struct Measurement: Decodable, Sendable {
  package let mode: ScalingMode
  /// Counted from 1; a round holds one run of each number of ranks.
  package let round: Int
  package let ranks: Int
  /// Of the global batch.
  package let images: Int
  /// What else the runs were told; the same in all lines of an experiment.
  package let options: String
  /// Nil: the run failed.
  package let bench: BenchFigures?
  /// How a run that failed ended.
  package let status: Int?

  package init(
    mode: ScalingMode, round: Int, ranks: Int, images: Int, options: String, bench: BenchFigures?,
    status: Int?
  ) {
    self.mode = mode
    self.round = round
    self.ranks = ranks
    self.images = images
    self.options = options
    self.bench = bench
    self.status = status
  }

  /// The measurements of a file, in its order.
  ///
  /// - Throws: `Failure` with file and line where a line is none, or tells what cannot be.
  package static func read(_ path: String) throws -> [Measurement] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure(
        .noInput, "cannot be read", at: path, expected: "the measurements of Launch/scale",
        remedy: "name the directory given to Launch/scale as --output")
    }
    let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
    return try lines.filter { !$1.isEmpty }.map { try line($1, at: "\(path), line \($0 + 1)") }
  }

  private static func line(_ data: Data, at location: String) throws -> Measurement {
    let measurement: Measurement
    do {
      measurement = try JSONDecoder().decode(Measurement.self, from: data)
    } catch {
      throw Failure(
        .badData, "is no measurement: \(reason(error))", at: location, expected: "a line of Launch/scale",
        remedy: "remove the line; the others stay good")
    }
    if let fault = measurement.fault {
      throw Failure(.badData, fault, at: location, remedy: "remove the line; the others stay good")
    }
    return measurement
  }

  private static func reason(_ error: any Error) -> String {
    switch error as? DecodingError {
    case .keyNotFound(let key, _): "'\(key.stringValue)' is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "'\(context.codingPath.map(\.stringValue).joined(separator: "."))' is of another type"
    default: "it cannot be decoded"
    }
  }

  private var fault: String? {
    guard [round, ranks, images].allSatisfy({ $0 >= 1 }) else {
      return "a count is below 1"
    }
    guard let bench else { return status == nil ? "holds neither figures nor the status of a failure" : nil }
    guard (bench.ranks, bench.shape.images) == (ranks, images) else {
      return
        "\(images) images on \(ranks) ranks were asked for, and \(bench.shape.images) on \(bench.ranks) ran"
    }
    guard bench.hosts >= 1, bench.hosts <= ranks, bench.cores >= 1 else {
      return "\(ranks) ranks on \(bench.hosts) hosts with \(bench.cores) cores"
    }
    guard bench.threads >= 1, bench.stepMilliseconds > 0, bench.stepMilliseconds.isFinite else {
      return "a step of \(bench.stepMilliseconds) ms with \(bench.threads) threads"
    }
    return nil
  }
}
