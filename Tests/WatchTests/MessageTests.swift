import Testing

@testable import Watch

@Suite
struct MessageTests {
  private static let state: RankState = {
    var state = RankState()
    state.step = 1042
    state.place = "loading data"
    state.call = "MPI_Allreduce"
    state.worldCallCount = 77
    state.stillSeconds = 2.5
    return state
  }()

  @Test(
    "A message reads back as it was written, on one line",
    arguments: [
      Message.hello(token: "a1", rank: 3, host: "node-3"), .welcome(token: "b2"), .state(state),
      .state(RankState()),
      .claim, .speaker(4), .answer(true), .answer(false), .end("two\nlines", afterSeconds: 2), .leave,
    ])
  func roundTrip(_ message: Message) {
    #expect(message.line.last == "\n" && message.line.count { $0 == "\n" } == 1)
    #expect(Message(line: message.line.dropLast()) == message)
  }

  @Test(
    "What others may send to the port is no message",
    arguments: ["", "GET / HTTP/1.1", "state\t1", "hello\tx"])
  func foreign(_ line: String) {
    #expect(Message(line: line[...]) == nil)
  }

  @Test("A command is written so that a shell reads the same words")
  func quoting() {
    let words = ["mpirun", "-n", "2", "a b", "it's", "", "$HOME", "--run=x/y"]
    #expect(LaunchCommand.quoted(words) == "mpirun -n 2 'a b' 'it'\\''s' '' '$HOME' --run=x/y")
  }
}
