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
      progress.finishStep(isSkipped: false)
      progress.finishEpoch()
      outcomes.append(progress.record(score: score, isDue: true))
    }
    #expect(outcomes == [true, true, false, false, true])
    #expect(progress.best == BestEvaluation(score: 6, step: 5, epoch: 5))
    #expect(progress.bestDueScore == 6 && progress.bestDueEpoch == 5 && progress.evaluationsSinceBest == 0)
  }

  @Test("An evaluation that was not due can be the best, and costs and saves no patience")
  func notDue() {
    var progress = TrainingProgress()
    progress.finishEpoch()
    var outcomes = [progress.record(score: 3, isDue: true)]
    for _ in 0..<4 { progress.finishStep(isSkipped: false) }
    outcomes += [progress.record(score: 5, isDue: false), progress.record(score: 4, isDue: false)]
    #expect(progress.best == BestEvaluation(score: 5, step: 4, epoch: 1))
    #expect(progress.bestDueScore == 3 && progress.evaluationsSinceBest == 0)
    progress.finishEpoch()
    // Better than the last one that was due, worse than the best of all.
    outcomes.append(progress.record(score: 4, isDue: true))
    #expect(outcomes == [true, true, false, false])
    #expect(progress.bestDueScore == 4 && progress.evaluationsSinceBest == 0 && progress.best?.score == 5)
  }

  @Test("Patience ends a run after so many epochs without a better score, not before")
  func patience() throws {
    let patient = try Self.configuration(("patience", "2"))
    var progress = TrainingProgress()
    var ends: [Bool] = []
    for score in [1.0, 0, 2, 2, 1] {
      progress.finishEpoch()
      _ = progress.record(score: score, isDue: true)
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
    #expect(progress.evaluationsSinceBest == 5 && progress.bestDueEpoch == 2 && progress.step == 6)
    #expect(progress.best == BestEvaluation(score: 3.5, step: nil, epoch: 2))
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let skips = #","skippedInARow":0,"skippedSteps":0,"step":6}"#
    let written = text.replacingOccurrences(of: #","step":6}"#, with: skips)
      .replacingOccurrences(of: #"{"batch":1,"#, with: #"{"batch":1,"best":{"epoch":2,"score":3.5},"#)
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
    #expect(progress.step == 18 && progress.bestDueScore == 44.5 && progress.skippedSteps == 0)
    progress.finishStep(isSkipped: true)
    #expect(
      try JSONDecoder().decode(TrainingProgress.self, from: JSONEncoder().encode(progress)) == progress)
  }
}
