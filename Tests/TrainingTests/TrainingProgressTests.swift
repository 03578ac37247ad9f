import Foundation
import Testing

@testable import Training

@Suite("Progress of a run")
struct TrainingProgressTests {
  private static func configuration(_ settings: (String, String)...) throws -> TrainingConfiguration {
    try TrainingConfiguration(settings: settings.map { Setting(name: $0.0, value: $0.1) })
  }

  @Test("Only a higher score is a better one, and the first is the best so far")
  func best() {
    var progress = TrainingProgress()
    var outcomes: [Bool] = []
    for score in [0.0, 5, 5, 4.9, 6] {
      progress.finishEpoch()
      outcomes.append(progress.record(score: score))
    }
    #expect(outcomes == [true, true, false, false, true])
    #expect(progress.bestScore == 6 && progress.bestEpoch == 5 && progress.evaluationsSinceBest == 0)
  }

  @Test("Asking whether a score would be the best changes nothing")
  func asking() {
    var progress = TrainingProgress()
    #expect(progress.isBest(score: 0))
    _ = progress.record(score: 3)
    let before = progress
    #expect(progress.isBest(score: 3.5) && !progress.isBest(score: 3))
    #expect(progress == before)
  }

  @Test("Patience ends a run after so many epochs without a better score, not before")
  func patience() throws {
    let patient = try Self.configuration(("patience", "2"))
    var progress = TrainingProgress()
    var ends: [Bool] = []
    for score in [1.0, 0, 2, 2, 1] {
      progress.finishEpoch()
      _ = progress.record(score: score)
      ends.append(progress.isOver(patient))
    }
    #expect(ends == [false, false, false, false, true])
    #expect(progress.end(patient)?.contains("raise --patience") == true)
    #expect(!progress.isOver(try Self.configuration()), "without patience a run goes on")
  }

  @Test("Dev is scored every so many epochs, and after the last one")
  func evaluations() throws {
    let configuration = try Self.configuration(("epochs", "8"), ("evaluate-every", "3"))
    var progress = TrainingProgress()
    var due: [Int] = []
    for _ in 0..<8 {
      progress.finishEpoch()
      if progress.isEvaluationDue(configuration) { due.append(progress.epoch) }
    }
    #expect(due == [3, 6, 8])
  }

  @Test("A record from when patience counted epochs is read, and written with the same names")
  func coding() throws {
    let text = #"{"batch":1,"bestEpoch":2,"bestScore":3.5,"epoch":4,"epochsSinceBest":5,"step":6}"#
    let progress = try JSONDecoder().decode(TrainingProgress.self, from: Data(text.utf8))
    #expect(progress.evaluationsSinceBest == 5 && progress.bestEpoch == 2 && progress.step == 6)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let skips = #","skippedInARow":0,"skippedSteps":0,"step":6}"#
    let written = text.replacingOccurrences(of: #","step":6}"#, with: skips)
    #expect(String(decoding: try encoder.encode(progress), as: UTF8.self) == written)
  }

  @Test("A run is over after its epochs or its steps, and says which setting would let it go on")
  func ends() throws {
    var progress = TrainingProgress()
    (progress.epoch, progress.step) = (3, 45)
    #expect(progress.end(try Self.configuration(("epochs", "3")))?.contains("raise --epochs") == true)
    #expect(progress.end(try Self.configuration(("epochs", "4"))) == nil)
    #expect(progress.end(try Self.configuration(("max-steps", "45")))?.contains("--max-steps is 45") == true)
    #expect(progress.end(try Self.configuration(("max-steps", "46"))) == nil)
  }

  @Test("The end of an epoch is the beginning of the next")
  func finishEpoch() {
    var progress = TrainingProgress()
    (progress.step, progress.batch) = (15, 15)
    progress.finishEpoch()
    #expect(progress.epoch == 1 && progress.batch == 0 && progress.step == 15)
  }

  @Test("Skipped steps are counted, and those in a row up to the next that is not")
  func skipped() {
    var progress = TrainingProgress()
    for isSkipped in [true, false, true, true] { progress.finishStep(isSkipped: isSkipped) }
    #expect(progress.step == 4 && progress.batch == 4)
    #expect(progress.skippedSteps == 3 && progress.skippedInARow == 2)
    progress.finishStep(isSkipped: false)
    #expect(progress.skippedSteps == 3 && progress.skippedInARow == 0)
  }

  @Test("A record from before steps were skipped has skipped none; one of today comes back as it was")
  func records() throws {
    let old = #"{"batch":3,"bestEpoch":1,"bestScore":44.5,"epoch":1,"epochsSinceBest":0,"step":18}"#
    var progress = try JSONDecoder().decode(TrainingProgress.self, from: Data(old.utf8))
    #expect(progress.step == 18 && progress.bestScore == 44.5 && progress.skippedSteps == 0)
    progress.finishStep(isSkipped: true)
    #expect(
      try JSONDecoder().decode(TrainingProgress.self, from: JSONEncoder().encode(progress)) == progress)
  }
}
