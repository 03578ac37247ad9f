import Testing

@testable import Scaling

@Suite("Buckets on a link")
struct ExchangeScheduleTests {
  @Test(
    "A bucket waits until it is ready and the link is free; what goes on after the work's end shows",
    arguments: [
      // Ready, transfer; the work's end; hidden, shown.
      ([(0.0, 2.0), (5, 3)], 10.0, 5.0, 0.0), ([(0, 2), (5, 3)], 6, 3, 2), ([(0, 7), (5, 3)], 6, 6, 4),
      ([(0, 1), (6, 3)], 6, 1, 3), ([], 6, 0, 0), ([(0, 0), (6, 0)], 6, 0, 0),
    ])
  func schedule(buckets: [(Double, Double)], workEnd: Double, hidden: Double, shown: Double) {
    let schedule = ExchangeSchedule(buckets.map { (ready: $0.0, transfer: $0.1) }, workEnd: workEnd)
    #expect(schedule.hidden == hidden && schedule.shown == shown, "\(schedule)")
  }
}
