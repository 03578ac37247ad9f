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

  private static let messages = [
    Message.welcome, .state(state), .state(RankState()), .claim, .speaker(4), .answer(true), .answer(false),
    .end("two\nlines", afterSeconds: 2), .end("log: runs/a\tb\r\u{0}\"é'\\/日本.log", afterSeconds: 0), .leave,
  ]

  @Test("A message reads back as it was written, whatever stands in its texts", arguments: messages)
  func roundTrip(_ message: Message) {
    #expect(Message(bytes: message.bytes) == message)
  }

  @Test("A message that is cut, or that another follows, is none", arguments: messages)
  func wrongLength(_ message: Message) {
    for count in message.bytes.indices { #expect(Message(bytes: Array(message.bytes.prefix(count))) == nil) }
    #expect(Message(bytes: message.bytes + [0]) == nil)
  }

  @Test(
    "What is no message is refused",
    arguments: [
      [], [0], [99], Array("GET / HTTP/1.1".utf8),
      // Neither yes nor no.
      Message.answer(true).bytes.dropLast() + [2],
      // A step below 0.
      [2, 0xff] + Message.state(state).bytes.dropFirst(2),
      // A text longer than the message, and one that is no UTF-8.
      [6, 0, 0, 0, 2, 0xff, 0xff, 0xff, 0xff, 0x61], [6, 0, 0, 0, 2, 0, 0, 0, 1, 0xff],
    ] as [[UInt8]])
  func foreign(_ bytes: [UInt8]) {
    #expect(Message(bytes: bytes) == nil)
  }

  @Test("No reason is too long to be told")
  func longText() throws {
    for text in [String(repeating: "x", count: 1 << 20), String(repeating: "日", count: 1 << 18)] {
      let bytes = Message.end(text, afterSeconds: 1).bytes
      #expect(bytes.count <= Message.byteLimit)
      guard case .end(let told, 1) = Message(bytes: bytes) else {
        Issue.record("not read back")
        return
      }
      #expect(told.hasPrefix(text.prefix(1000)))
    }
  }

  @Test("A command is written so that a shell reads the same words")
  func quoting() {
    let words = ["mpirun", "-n", "2", "a b", "it's", "", "$HOME", "--run=x/y"]
    #expect(LaunchCommand.quoted(words) == "mpirun -n 2 'a b' 'it'\\''s' '' '$HOME' --run=x/y")
  }
}
