import DefaultData
import Foundation
import Testing

/// The default data of the program under test, if they are prepared and the program is an optimised one.
private let canTrainOnEmoji: Bool = {
  guard ProcessInfo.processInfo.environment["TBN_DIST_PROGRAMS"] != nil else { return false }
  guard let program = try? Program.path() else { return false }
  return Workplace.exists("\(DefaultData.emojiDirectory(ofExecutable: program))/train_ims.npy")
}()

extension CommandTests {
  @Suite(
    "The main job: training on the embedded emoji",
    .enabled(
      if: canTrainOnEmoji,
      "build with -c release, run .build/release/tbn-emoji and set TBN_DIST_PROGRAMS=.build/release"))
  struct EmojiJobTests {
    @Test("Two ranks learn to match emoji and names in a minute, and the run answers queries")
    func job() throws {
      let run = Workplace.freePath()
      var train = Launch(
        arguments: [
          "--run", run, "--hidden", "128", "--embedding", "64", "--epochs", "3", "--learning-rate", "0.001",
        ], ranks: 2)
      train.timeoutSeconds = 60
      try expectSuccess(train)

      let evaluation = try expectSuccess(
        Launch(arguments: ["evaluate", run, "--split", "test-english", "--json"], ranks: 2))
      let report = try jsonObject(evaluation.output)
      // Of 500: by chance 0.2 of 100 are found first and 2 among ten.
      for (side, key, floor) in [
        ("image_to_text", "r1", 12.0), ("image_to_text", "r10", 40), ("text_to_image", "r1", 12),
        ("text_to_image", "r10", 40),
      ] {
        let figures = try #require(report[side] as? [String: Double])
        #expect(figures[key] ?? 0 > floor, "\(side) \(key)\n\(evaluation)")
      }

      let search = try expectSuccess(Launch(arguments: ["search", run, "cat", "-k", "20"]))
      #expect(search.output.contains("cat"), "\(search)")
    }
  }
}
