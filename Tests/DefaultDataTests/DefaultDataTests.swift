import Testing

@testable import DefaultData

@Suite struct DefaultDataTests {
  @Test(
    "The data set stands in the nearest .build above the executable",
    arguments: [
      ("/home/a/tbn/.build/x86_64-unknown-linux-gnu/release/tbn-dist", "/home/a/tbn/.build/emoji"),
      ("/home/a/tbn/.build/debug/tbn-emoji", "/home/a/tbn/.build/emoji"),
      ("/home/.build/a/.build/debug/tbn-emoji", "/home/.build/a/.build/emoji"),
      ("/.build/tbn-emoji", "/.build/emoji"),
    ])
  func insideBuild(executable: String, expected: String) {
    #expect(DefaultData.emojiDirectory(ofExecutable: executable) == expected)
    #expect(DefaultData.emojiScenesDirectory(ofExecutable: executable) == expected + "-scenes")
  }

  @Test(
    "Without a .build it stands beside the executable",
    arguments: [
      ("/opt/tbn/bin/tbn-dist", "/opt/tbn/bin/emoji"), ("/tbn-dist", "/emoji"),
      ("/opt/my.build/tbn-dist", "/opt/my.build/emoji"), ("/opt/.builds/tbn-dist", "/opt/.builds/emoji"),
    ])
  func besideExecutable(executable: String, expected: String) {
    #expect(DefaultData.emojiDirectory(ofExecutable: executable) == expected)
    #expect(DefaultData.emojiScenesDirectory(ofExecutable: executable) == expected + "-scenes")
  }

  @Test("The running program has an absolute directory of that name")
  func ofThisProgram() {
    #expect(DefaultData.emojiDirectory().hasPrefix("/"))
    #expect(DefaultData.emojiDirectory().hasSuffix("/emoji"))
    #expect(DefaultData.emojiScenesDirectory() == DefaultData.emojiDirectory() + "-scenes")
  }
}
