import Foundation
import Optimizers
import Testing

struct LearningRateScheduleTests {
  @Test("Warm-up rises linearly and ends at the base rate", arguments: LearningRateSchedule.Kind.allCases)
  func warmUp(_ kind: LearningRateSchedule.Kind) {
    let schedule = LearningRateSchedule(kind, base: 0.4, epochDecay: 0.5, warmupSteps: 4, totalSteps: 20)
    for step in 0..<4 {
      #expect(abs(schedule.rate(step: step, epoch: 0) - 0.1 * Double(step + 1)) < 1e-12)
    }
    #expect(abs(schedule.rate(step: 4, epoch: 0) - 0.4) < 1e-12)
  }

  @Test("A constant rate stays, an exponential one is decayed by epochs")
  func byEpoch() {
    let constant = LearningRateSchedule(.constant, base: 2, epochDecay: 0.5, warmupSteps: 0, totalSteps: 9)
    let decaying = LearningRateSchedule(.exponential, base: 2, epochDecay: 0.5, warmupSteps: 0, totalSteps: 9)
    for epoch in 0..<4 {
      #expect(constant.rate(step: 3 * epoch, epoch: epoch) == 2)
      #expect(abs(decaying.rate(step: 3 * epoch, epoch: epoch) - 2 * pow(0.5, Double(epoch))) < 1e-12)
    }
  }

  @Test("Half a cosine falls from the base to zero, half way at half the steps")
  func cosine() {
    let schedule = LearningRateSchedule(.cosine, base: 3, epochDecay: 1, warmupSteps: 10, totalSteps: 50)
    let rates = (10...50).map { schedule.rate(step: $0, epoch: 0) }
    #expect(abs(rates[0] - 3) < 1e-12 && abs(rates[20] - 1.5) < 1e-12 && abs(rates[40]) < 1e-12)
    #expect(zip(rates, rates.dropFirst()).allSatisfy { $0 > $1 })
    #expect(abs(schedule.rate(step: 70, epoch: 0)) < 1e-12, "past the last step")
  }
}
