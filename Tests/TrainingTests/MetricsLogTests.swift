import Foundation
import TestSupport
import Testing
import Training

@Suite("The log of metrics")
struct MetricsLogTests {
  private let data: TemporaryDirectory
  private var path: String { data.file("metrics.jsonl") }

  init() throws {
    data = try TemporaryDirectory()
  }

  private struct Entry: Codable {
    let step: Int
    let someValue: Double
  }

  private func lines() throws -> [String] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  @Test("An entry is one line, its keys in snake case and in order")
  func entries() throws {
    let log = try MetricsLog(path: path, resumingAt: 0)
    try log.write(Entry(step: 1, someValue: 0.5))
    try log.write(Entry(step: 2, someValue: 1e-30))
    #expect(try lines() == [#"{"some_value":0.5,"step":1}"#, #"{"some_value":1e-30,"step":2}"#])
  }

  @Test("Resuming keeps the lines up to the step, drops later ones and broken ones, and appends")
  func resuming() throws {
    let old = [
      #"{"step":1,"x":1}"#, #"{"step":2,"x":1}"#, #"{"step":2,"evaluation":{}}"#, #"{"step":3,"x":1}"#,
      #"{"step":2"#,
    ]
    try Data(old.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
    let log = try MetricsLog(path: path, resumingAt: 2)
    try log.write(Entry(step: 3, someValue: 4))
    #expect(try lines() == Array(old[0...2]) + [#"{"some_value":4,"step":3}"#])
  }

  @Test("A run from the beginning drops every old line")
  func beginning() throws {
    try Data("{\"step\":1}\n".utf8).write(to: URL(fileURLWithPath: path))
    _ = try MetricsLog(path: path, resumingAt: 0)
    #expect(try lines().isEmpty)
  }
}
