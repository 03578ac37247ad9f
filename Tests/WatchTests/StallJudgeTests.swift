import Testing

@testable import Watch

@Suite
struct StallJudgeTests {
  private let judge = StallJudge(timeoutSeconds: 10, host: "a")

  /// A rank that computes, or waits in a call, since `still` seconds.
  private func rank(
    _ number: Int, on host: String = "a", still: Double = 0, call: String = "", calls: Int = 5,
    silent: Double = 0, hasLeft: Bool = false
  ) -> WatchedRank {
    var state = RankState()
    state.step = 3
    state.place = "backward"
    state.call = call
    state.worldCallCount = calls
    state.stillSeconds = still
    return WatchedRank(rank: number, host: host, state: state, silentSeconds: silent, hasLeft: hasLeft)
  }

  private func expect(_ ranks: [WatchedRank], _ kind: Stall.Kind?, _ culprits: [Int], line: Int = #line) {
    let stall = judge.stall(of: ranks)
    #expect(
      stall?.kind == kind && stall?.culprits.map(\.rank) ?? [] == culprits, "line \(line): \(stall as Any)")
  }

  @Test(
    "Ranks that wait for one that computes are no stall until that one stands still, and then it is to blame")
  func computing() {
    let waiting = rank(0, still: 50, call: "MPI_Allreduce")
    expect([waiting, rank(1, still: 9)], nil, [])
    expect([waiting, rank(1, still: 10)], .stands, [1])
  }

  @Test("A rank that is not heard of is to blame, though others wait and stand still")
  func silent() {
    let waiting = rank(0, still: 10, call: "MPI_Allreduce")
    expect([waiting, rank(1, silent: 9.9)], nil, [])
    expect([waiting, rank(1, silent: 10)], .silent, [1])
    expect([waiting, rank(1, call: "MPI_Allreduce", silent: 11), rank(2, still: 10)], .silent, [1])
  }

  @Test("Where all ranks of another host are not heard of, that host is out of reach")
  func host() {
    let here = [rank(0, still: 10, call: "MPI_Bcast"), rank(1, still: 10, call: "MPI_Bcast")]
    expect(here + [rank(2, on: "b", silent: 11), rank(3, on: "b", silent: 12)], .unreachableHost, [2, 3])
    expect(here + [rank(2, on: "b", silent: 11), rank(3, on: "b", silent: 1)], .silent, [2])
    expect([rank(0), rank(1, silent: 10)], .silent, [1])
  }

  @Test("Where other ranks of such a host are quiet too, it waits a little for what becomes of them")
  func doubt() {
    let here = rank(0, still: 10, call: "MPI_Bcast")
    expect([here, rank(2, on: "b", silent: 9), rank(3, on: "b", silent: 11)], nil, [])
    expect([here, rank(2, on: "b", silent: 10), rank(3, on: "b", silent: 11.9)], .unreachableHost, [2, 3])
    expect([here, rank(2, on: "b", silent: 0.5), rank(3, on: "b", silent: 11)], .silent, [3])
    expect([here, rank(2, on: "b", silent: 9), rank(3, on: "b", silent: 12)], .silent, [3])
    // Of one's own host.
    expect([here, rank(1, silent: 9), rank(2, silent: 10)], .silent, [2])
  }

  @Test(
    "Where all wait, those are to blame that have come to fewer collectives, or else nobody more than another"
  )
  func deadlock() {
    let waiting = (0..<3).map { rank($0, still: 10, call: "MPI_Allreduce", calls: $0 == 1 ? 4 : 5) }
    expect(waiting, .behind, [1])
    expect([waiting[0], waiting[2]], .everyoneWaits, [0, 2])
    expect([waiting[0], rank(2, still: 9, call: "MPI_Allreduce")], nil, [])
  }

  @Test("A rank that is done holds nobody up, and those who wait for it after that are in a stall")
  func done() {
    expect([rank(0, still: 50, silent: 50, hasLeft: true), rank(1)], nil, [])
    let waiting = rank(1, still: 10, call: "MPI_Allreduce")
    expect([rank(0, still: 9, hasLeft: true), waiting], nil, [])
    expect([rank(0, still: 10, hasLeft: true), waiting], .everyoneWaits, [1])
    expect([rank(0, still: 1, silent: 9, hasLeft: true), waiting], .everyoneWaits, [1])
  }

  @Test("With a timeout of 0 nothing is a stall")
  func off() {
    let ranks = [rank(0, still: 1e6), rank(1, silent: 1e6)]
    #expect(StallJudge(timeoutSeconds: 0, host: "a").stall(of: ranks) == nil)
  }
}
