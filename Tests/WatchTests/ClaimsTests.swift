import Testing

@testable import Watch

@Suite
struct ClaimsTests {
  @Test("The first that asks rank 0 tells; the others do not, whether they ask or only hear of it")
  func firstAsking() {
    var first = Claims(rank: 0)
    first.ask(2)
    first.ask(1)
    #expect(
      first.settle(listener: nil, isHeardByAll: true, elapsedSeconds: 0.1)
        == [.announce(2), .answer(2, true), .answer(1, false)])
    first.ask(0)
    #expect(first.settle(listener: nil, isHeardByAll: true, elapsedSeconds: 0.1) == [.answer(0, false)])

    var third = Claims(rank: 3)
    third.ask(3)
    #expect(third.settle(listener: 0, isHeardByAll: true, elapsedSeconds: 0.1) == [.ask(0)])
    #expect(third.settle(listener: 0, isHeardByAll: true, elapsedSeconds: 0.1) == [])
    third.name(2)
    #expect(third.settle(listener: 0, isHeardByAll: true, elapsedSeconds: 0.1) == [.answer(3, false)])
  }

  @Test("Rank 0 does not tell before all have connected and heard of it, but for a second")
  func lateConnections() {
    var claims = Claims(rank: 0)
    claims.ask(0)
    #expect(claims.settle(listener: nil, isHeardByAll: false, elapsedSeconds: 0.2) == [.announce(0)])
    #expect(claims.settle(listener: nil, isHeardByAll: false, elapsedSeconds: 0.2) == [])
    var connected = claims
    #expect(
      connected.settle(listener: nil, isHeardByAll: true, elapsedSeconds: 0.2) == [.answer(0, true)])
    #expect(claims.settle(listener: nil, isHeardByAll: false, elapsedSeconds: 0.6) == [.answer(0, true)])
  }

  @Test(
    "Where rank 0 cannot be asked, never or not any more, rank 1 lets two seconds pass: rank 0 may have told",
    arguments: [false, true])
  func firstGone(hasAsked: Bool) {
    var claims = Claims(rank: 1)
    claims.ask(1)
    if hasAsked {
      #expect(claims.settle(listener: 0, isHeardByAll: true, elapsedSeconds: 0) == [.ask(0)])
    }
    #expect(claims.settle(listener: nil, isHeardByAll: true, elapsedSeconds: 1.9) == [])
    claims.ask(2)
    #expect(
      claims.settle(listener: nil, isHeardByAll: true, elapsedSeconds: 0.2)
        == [.announce(1), .answer(1, true), .answer(2, false)])
  }

  @Test("A rank that is not connected with rank 0 yet gives it time, and does not ask rank 1 in its place")
  func joining() {
    func settle(_ claims: inout Claims, listener: Int?, after seconds: Double) -> [Claims.Action] {
      claims.settle(listener: listener, isHeardByAll: true, isJoining: true, elapsedSeconds: seconds)
    }
    var claims = Claims(rank: 2)
    claims.ask(2)
    #expect(settle(&claims, listener: nil, after: 2.5) == [])
    #expect(settle(&claims, listener: 1, after: 2.4) == [])
    var (late, alone) = (claims, claims)
    #expect(settle(&late, listener: 1, after: 0.2) == [.ask(1)])
    #expect(settle(&alone, listener: nil, after: 0.2) == [.announce(2), .answer(2, true)])
    // It has connected, and hears that another has told.
    #expect(claims.settle(listener: 0, isHeardByAll: true, elapsedSeconds: 0.2) == [.ask(0)])
    claims.name(1)
    #expect(claims.settle(listener: 0, isHeardByAll: true, elapsedSeconds: 0.2) == [.answer(2, false)])
  }

  @Test("Rank 1 is asked where rank 0 is gone, and decides at once about a rank that alone has lost rank 0")
  func secondAsked() {
    var third = Claims(rank: 2)
    third.ask(2)
    #expect(third.settle(listener: 0, isHeardByAll: true, elapsedSeconds: 0.1) == [.ask(0)])
    #expect(third.settle(listener: 1, isHeardByAll: true, elapsedSeconds: 0.1) == [.ask(1)])

    var second = Claims(rank: 1)
    second.ask(2)
    #expect(
      second.settle(listener: 0, isHeardByAll: true, elapsedSeconds: 0.1) == [.announce(2), .answer(2, true)])
    third.answer(true, from: 1)
    #expect(third.settle(listener: 1, isHeardByAll: true, elapsedSeconds: 0.1) == [.answer(2, true)])
  }

  @Test("A rank whose watch tells of others is silent about itself")
  func judging() {
    var claims = Claims(rank: 0)
    claims.judge()
    claims.ask(0)
    claims.ask(1)
    #expect(
      claims.settle(listener: nil, isHeardByAll: true, elapsedSeconds: 0.1)
        == [.answer(0, false), .answer(1, false)])
  }
}
