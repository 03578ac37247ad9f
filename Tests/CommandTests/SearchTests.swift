import Failures
import Foundation
import Testing

extension CommandTests {
  @Suite("tbn-dist search")
  struct SearchTests {
    private let run: String

    init() throws {
      run = try Fixtures.run()
    }

    @Test("A text finds images of its topic, several texts each their own", arguments: [0, 2])
    func texts(ranks: Int) throws {
      let outcome = try expectSuccess(
        Launch(arguments: ["search", run, "a harbor", "forest!", "-k", "2"], ranks: ranks))
      let lines = outcome.lines
      #expect(lines.count == 6, "\(outcome)")
      #expect(lines[0] == "\"a harbor\": nearest of 20 images of test")
      for line in lines[1...2] { #expect(line.contains("test-") && line.contains("harbor"), "\(outcome)") }
      #expect(lines[3] == "\"forest!\": nearest of 20 images of test")
      for line in lines[4...5] { #expect(line.contains("test-") && line.contains("forest"), "\(outcome)") }
    }

    @Test("An image finds captions of its topic and knows its own")
    func images() throws {
      let outcome = try expectSuccess(
        Launch(arguments: ["search", run, "--image", "dev-0", "--split", "dev", "-k", "3"]))
      #expect(outcome.lines.count == 4, "\(outcome)")
      #expect(outcome.lines.first == "image dev-0: nearest of 100 captions of dev")
      #expect(outcome.lines.dropFirst().allSatisfy { $0.contains("harbor") }, "\(outcome)")
      let all = try expectSuccess(
        Launch(arguments: ["search", run, "--image", "dev-0", "--split", "dev", "-k", "100"]))
      #expect(all.lines.count { $0.hasSuffix("(its own)") } == 5, "\(all)")
    }

    @Test("What the vocabulary does not know is told: words of a text, and captions without a known word")
    func unknownWords() throws {
      let outcome = try expectSuccess(
        Launch(arguments: ["search", run, "a Zebra harbor, xylophone zebra", "-k", "1"]))
      #expect(
        outcome.lines[1] == "     not in the vocabulary, and ignored: zebra, xylophone", "\(outcome)")
      let data = try Fixtures.data().copy()
      var captions = try data.lines(of: "test_caps.txt")
      (captions[3], captions[17]) = ("zebra", "xylophone!")
      try data.write(captions, to: "test_caps.txt")
      let images = try expectSuccess(
        Launch(arguments: ["search", run, "--image", "test-0", "--data", data.path, "-k", "1"]))
      #expect(
        images.lines.first
          == "2 of the 100 captions have no word of the vocabulary, and cannot be told apart", "\(images)")
    }

    @Test("More is not given than there is")
    func few() throws {
      let outcome = try expectSuccess(Launch(arguments: ["search", run, "harbor", "-k", "999"]))
      #expect(outcome.lines.count == 21)
    }

    @Test("What cannot be searched gives one message")
    func refusals() throws {
      let cases: [(Failures.ExitStatus, [String], [String])] = [
        (.usage, ["--image", "test-99"], ["no image 'test-99'", "an id such as 'test-0'"]),
        (.badData, ["zebra xylophone"], ["\"zebra xylophone\"", "words of the training captions"]),
        (.badData, ["!?"], ["\"!?\""]), (.noInput, ["harbor", "--split", "val"], ["no split 'val'"]),
      ]
      for (status, arguments, phrases) in cases {
        try expectOneMessage(status, phrases, of: Launch(arguments: ["search", run] + arguments))
      }
      try expectOneMessage(
        .badData, ["zebra"], of: Launch(arguments: ["search", run, "zebra"], ranks: 2))
      try expectOneMessage(
        .noInput, ["no checkpoint"], of: Launch(arguments: ["search", "/nowhere", "harbor"]))
    }

    @Test("A split with NaN is refused by file and row before anything is printed")
    func notANumber() throws {
      let data = try Fixtures.data().copy()
      var rows = SyntheticDataset.features(20, split: 2)
      rows[7][3] = .nan
      try data.writeFeatures(rows, to: "test_ims.npy")
      try expectOneMessage(
        .badData, ["test_ims.npy: row 7 holds nan in column 3"],
        of: Launch(arguments: ["search", run, "harbor", "--data", data.path]))
    }
  }
}
