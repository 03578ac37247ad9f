import MPI
import Testing
import Training

struct ThreadChoiceTests {
  private static let share = CoreShare(allowed: 6, sharing: 2, quota: nil, quotaRanks: 0)

  @Test(
    "What is asked for comes first, then OMP_NUM_THREADS, then the share of the cores",
    arguments: [
      (4, "2", 4, "--threads"), (0, "2", 2, "OMP_NUM_THREADS"), (0, " 5,3,2", 5, "OMP_NUM_THREADS"),
      (0, nil, 3, "6 cores for 2 ranks"), (0, "", 3, "6 cores for 2 ranks"),
      (0, "0", 3, "6 cores for 2 ranks"), (0, "-2", 3, "6 cores for 2 ranks"),
      (0, "many", 3, "6 cores for 2 ranks"), (0, "99999999999999999999", 3, "6 cores for 2 ranks"),
    ])
  func order(asked: Int, variable: String?, count: Int, reason: String) {
    let environment = variable.map { ["OMP_NUM_THREADS": $0] } ?? [:]
    let choice = ThreadChoice(
      asked: asked, by: "--threads", environment: environment, share: Self.share)
    #expect(choice.count == count && choice.reason == reason, "\(choice)")
  }

  @Test("A library that has fewer threads than were asked for is told of", arguments: [(64, 64), (128, 100)])
  func limited(most: Int, count: Int) {
    let choice = ThreadChoice(asked: 100, by: "--threads", environment: [:], share: Self.share)
    let taken = choice.limited(to: most)
    #expect(taken.count == count && taken.reason.contains("OpenBLAS") == (count < 100), "\(taken)")
  }
}
