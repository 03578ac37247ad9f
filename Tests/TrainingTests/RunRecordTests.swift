import Failures
import Foundation
import TestSupport
import Testing

@testable import Training

@Suite("A run's record")
struct RunRecordTests {
  private static let begun = [
    Setting(name: "batch-images", value: "20"), Setting(name: "margin", value: "0.1"),
  ]

  private static func record(_ settings: [Setting] = begun) throws -> RunRecord {
    let data = try TemporaryDirectory()
    let split = try data.split(rows: [[1, 2], [3, 4]], captions: ["a dog", "a cat"])
    let configuration = try TrainingConfiguration(
      settings: settings + [Setting(name: "minimum-word-count", value: "1")])
    return RunRecord(
      progress: TrainingProgress(), configuration: configuration,
      encoder: try InputEncoder(fittedTo: split, configuration))
  }

  private static func configuration(_ changes: (String, String)...) throws -> TrainingConfiguration {
    let changed = changes.map { Setting(name: $0.0, value: $0.1) }
    return try TrainingConfiguration(
      settings: begun + [Setting(name: "minimum-word-count", value: "1")] + changed)
  }

  @Test("The same settings on the same data are the same run")
  func same() throws {
    try Self.record().requireSameRun(Self.configuration(), run: "r")
  }

  @Test(
    "What does not enter the arithmetic may change",
    arguments: [
      ("run", "elsewhere"), ("data", "moved"), ("epochs", "99"), ("max-steps", "5"), ("patience", "3"),
      ("evaluate-every", "3"),
      ("keep-checkpoints", "9"), ("checkpoint-steps", "9"), ("compare-steps", "9"),
      ("threads", "2"), ("stall-timeout", "7"),
    ])
  func free(name: String, value: String) throws {
    try Self.record().requireSameRun(Self.configuration((name, value)), run: "r")
  }

  @Test(
    "What enters the arithmetic may not",
    arguments: [
      ("precision", "bf16"), ("wire", "bf16"), ("seed", "2"), ("batch-images", "21"),
      ("train-split", "more"), ("dev-split", ""), ("captions-per-image", "5"),
      ("sentences-per-image", "3"), ("hidden", "3"),
      ("embedding", "3"), ("model", "similarity"), ("head-hidden", "3"), ("head-output", "3"),
      ("negatives", "3"), ("negative-scope", "neighborhood-first"), ("negative-sides", "images"),
      ("negative-choice", "hardest"), ("hard-candidates", "25"), ("dev-images", "27"),
      ("warm-start", "x"),
      ("dropout", "0.25"), ("margin", "0.2"), ("top-violations", "3"), ("weight-sentence-anchor", "3.0"),
      ("weight-image-anchor", "3.0"), ("weight-image-neighbors", "3.0"), ("weight-sentence-neighbors", "3.0"),
      ("learning-rate", "0.5"), ("text-learning-rate-factor", "3.0"), ("schedule", "constant"),
      ("learning-rate-decay", "0.5"), ("warmup-steps", "3"), ("weight-decay", "0.5"),
      ("weight-decay-kind", "decoupled"), ("clip-norm", "0.5"), ("image-preparation", "none"),
      ("sentence-preparation", "l2"), ("text-units", "words-and-trigrams"), ("minimum-word-count", "3"),
      ("maximum-words", "3"), ("same-text-links", "false"), ("reproducible", "true"),
      ("reproducible-blocks", "4"),
    ])
  func bound(name: String, value: String) throws {
    let record = try Self.record()
    expectFailure(.configuration, "r: ", "--\(name) \(value) instead of", "--run for a new run") {
      try record.requireSameRun(Self.configuration((name, value)), run: "r")
    }
  }

  @Test("A run from before a setting came goes on with its default, and with nothing else")
  func laterSetting() throws {
    let written = String(decoding: try Self.record().encoded(), as: UTF8.self)
    let older = written.replacing(/"negative-scope" : "batch",/, with: "")
    #expect(older != written)
    let data = try TemporaryDirectory()
    let path = data.file(RunRecord.fileName)
    try Data(older.utf8).write(to: URL(fileURLWithPath: path))
    let record = try RunRecord(contentsOf: path)
    #expect(try record.configuration().negativeScope == .batch)
    try record.requireSameRun(Self.configuration(), run: "r")
    expectFailure(.configuration, "--negative-scope neighborhood-first instead of batch") {
      let other = try Self.configuration(("negative-scope", "neighborhood-first"))
      try record.requireSameRun(other, run: "r")
    }
  }

  @Test("All settings that differ are named, with what the run began with")
  func several() throws {
    let record = try Self.record()
    expectFailure(.configuration, "--batch-images 21 instead of 20", "--margin 0.2 instead of 0.1") {
      let other = try Self.configuration(("margin", "0.2"), ("batch-images", "21"))
      try record.requireSameRun(other, run: "r")
    }
  }

  @Test("The cosine schedule depends on the epochs, so that they may not change under it")
  func cosine() throws {
    let cosine = Setting(name: "schedule", value: "cosine")
    let record = try Self.record(Self.begun + [cosine])
    expectFailure(.configuration, "--epochs 99 instead of 20") {
      let other = try Self.configuration(("schedule", "cosine"), ("epochs", "99"))
      try record.requireSameRun(other, run: "r")
    }
  }

  @Test("A reproducible run goes on by the same code only; by other code without its promise")
  func otherProcessor() throws {
    let reproducible = Setting(name: "reproducible", value: "true")
    let record = try Self.record(Self.begun + [reproducible])
    let asked = try Self.configuration(("reproducible", "true"))
    try record.requireSameRun(asked, run: "r")
    expectFailure(.configuration, "--reproducible false instead of true") {
      try record.requireSameRun(Self.configuration(), run: "r")
    }

    let data = try TemporaryDirectory()
    let path = data.file(RunRecord.fileName)
    let written = String(decoding: try record.encoded(), as: UTF8.self)
    let elsewhere = written.replacing(/"kernels" : ".*"/, with: "\"kernels\" : \"OpenBLAS Z80\"")
    #expect(elsewhere != written)
    try Data(elsewhere.utf8).write(to: URL(fileURLWithPath: path))
    let other = try RunRecord(contentsOf: path)
    expectFailure(.configuration, "r: ", "was computed by OpenBLAS Z80", "leave out --reproducible") {
      try other.requireSameRun(asked, run: "r")
    }
    try other.requireSameRun(Self.configuration(), run: "r")
  }

  @Test("A record is read as it was written, and refused when it is damaged or of another version")
  func file() throws {
    let data = try TemporaryDirectory()
    let path = data.file(RunRecord.fileName)
    let written = try Self.record().encoded()
    try written.write(to: URL(fileURLWithPath: path))
    let read = try RunRecord(contentsOf: path)
    #expect(try read.encoded() == written)
    #expect(try read.configuration().batchImages == 20)

    let text = String(decoding: written, as: UTF8.self)
    try Data(text.replacing("\"version\" : 1", with: "\"version\" : 2").utf8).write(
      to: URL(fileURLWithPath: path))
    expectFailure(.badData, path, "version 2", "expected version 1") { _ = try RunRecord(contentsOf: path) }
    try written.dropLast(9).write(to: URL(fileURLWithPath: path))
    expectFailure(.badData, path, "not a run's record") { _ = try RunRecord(contentsOf: path) }
  }

  @Test("A record with a setting that this program lacks is refused as bad data")
  func unknownSetting() throws {
    let written = String(decoding: try Self.record().encoded(), as: UTF8.self)
    let data = try TemporaryDirectory()
    let path = data.file(RunRecord.fileName)
    try Data(written.replacing("\"margin\"", with: "\"marginal\"").utf8).write(to: URL(fileURLWithPath: path))
    expectFailure(.badData, "marginal", "use the program that wrote it") {
      _ = try RunRecord(contentsOf: path).configuration()
    }
  }
}
