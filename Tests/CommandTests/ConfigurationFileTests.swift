import Failures
import Foundation
import Testing

extension CommandTests {
  @Suite("Configuration files")
  struct ConfigurationFileTests {
    @Test(
      "What is wrong with a file is told with its line",
      arguments: [
        ("margin: 0.05\nhiden: 3\n", ["line 2", "unknown key 'hiden'", "did you mean 'hidden'?"]),
        ("batch_images: 3\n", ["line 1", "unknown key 'batch_images'", "did you mean 'batch-images'?"]),
        ("margin: 0.05\n\nhidden: many\n", ["line 3", "'many'", "--hidden"]),
        ("dropout: 1.5\n", ["line 1", "--dropout is 1.5", "not including 1"]),
        ("margin:\n", ["line 1", "--margin"]),
        ("margin: [1, 2]\n", ["line 1", "'margin' is a list or a mapping", "expected one value"]),
        ("margin: [1\n", ["line 2", "not YAML"]), ("\tmargin: 1\n", ["line 1", "not YAML"]),
        ("margin: 0.1\nmargin: 0.2\n", ["'margin' more than once"]),
        ("margin: 0.1\nreproducible: maybe\n", ["line 2", "'reproducible' is 'maybe'", "true or false"]),
        ("- margin\n", ["not a list of settings", "'margin: 0.05'"]),
        ("? [a, b]\n: 3\n", ["line 1", "the key is a list or a mapping"]),
      ])
    func refusals(text: String, phrases: [String]) throws {
      let path = try Workplace.write(text, named: "settings.yaml")
      try expectOneMessage(
        .configuration, ["tbn-dist: \(path)"] + phrases,
        of: Launch(arguments: ["train", "--config", path, "--dry-run"]))
    }

    @Test("On two ranks it is still one message")
    func twoRanks() throws {
      let path = try Workplace.write("margin: 0.05\nhiden: 3\n", named: "settings.yaml")
      try expectOneMessage(
        .configuration, ["\(path), line 2: unknown key 'hiden'"],
        of: Launch(arguments: ["--config=\(path)"], ranks: 2))
    }

    @Test("A key far from every setting gets no suggestion")
    func noSuggestion() throws {
      let path = try Workplace.write("temperature: 3\n", named: "settings.yaml")
      let outcome = try Launch(arguments: ["--config", path]).run()
      #expect(outcome.errors.contains("unknown key 'temperature'"), "\(outcome)")
      #expect(!outcome.errors.contains("did you mean"), "\(outcome)")
    }

    @Test("A file that is not there is told as such")
    func missing() throws {
      try expectOneMessage(
        .noInput, ["/nowhere/settings.yaml: no such file"],
        of: Launch(arguments: ["train", "--config", "/nowhere/settings.yaml"]))
    }

    @Test("A dry run shows each value with its origin, sizes and steps, and makes no run", arguments: [0, 2])
    func dryRun(ranks: Int) throws {
      let run = Workplace.freePath()
      let path = try Workplace.write("# mine\nmargin: 0.25\nseed: 5\n", named: "settings.yaml")
      let arguments = ["--config", path, "--dry-run", "--seed=9"]
      let outcome = try expectSuccess(Fixtures.train(run: run, arguments, ranks: ranks))
      #expect(!Workplace.exists(run))
      let words = outcome.lines.map { $0.split(separator: " ").joined(separator: " ") }
      for line in [
        "margin 0.25 \(path), line 2", "seed 9 command line", "hidden 32 command line", "dropout 0.5 default",
        "run \(run) command line", "training split 60 images, 300 captions",
        "image branch 16 (dense) -> 32 -> 16",
        "global batch 20 images, 40 sentences", "steps an epoch 15", "steps 30",
      ] {
        #expect(words.count { $0 == line } == 1, "\(line)\n\(outcome)")
      }
    }

    @Test("A flag of a file may be true or false, and the command line wins either way")
    func flags() throws {
      let yes = try Workplace.write("reproducible: true\n", named: "settings.yaml")
      let no = try Workplace.write("reproducible: false\n", named: "settings.yaml")
      for (arguments, expected) in [
        (["--config", yes], "true \(yes), line 1"), (["--config", no], "false \(no), line 1"),
        (["--config", yes, "--no-reproducible"], "false command line"),
        (["--reproducible", "--config", no], "true command line"), ([], "false default"),
      ] {
        let outcome = try expectSuccess(
          Fixtures.train(run: Workplace.freePath(), ["--dry-run"] + arguments))
        let words = outcome.lines.map { $0.split(separator: " ").joined(separator: " ") }
        #expect(words.contains("reproducible \(expected)"), "\(arguments)\n\(outcome)")
      }
    }

    @Test("The configuration a run writes gives the same settings again, a flag beside it wins")
    func written() throws {
      let path = "\(try Fixtures.run())/configuration.yaml"
      let run = Workplace.freePath()
      let outcome = try expectSuccess(
        Launch(arguments: ["train", "--dry-run", "--config", path, "--run", run, "--epochs", "3"]))
      let origins = outcome.output.components(separatedBy: "\n").prefix { !$0.isEmpty }
      #expect(origins.count == 63)
      #expect(origins.count { $0.contains("\(path), line ") } == 61, "\(outcome)")
      #expect(origins.count { $0.hasSuffix("command line") } == 2, "\(outcome)")
      // Those given beside the file, and the one that is empty.
      let others: Set<Substring> = ["run", "epochs", "warm-start"]
      let found = origins.map { $0.split(separator: " ") }.filter { $0.count > 2 && !others.contains($0[0]) }
      let text = try String(contentsOfFile: path, encoding: .utf8)
      for line in found { #expect(text.contains("\(line[0]): \(line[1])\n"), "\(line)") }
    }
  }
}
