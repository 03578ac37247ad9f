import Failures
import Foundation
import Testing

extension CommandTests {
  @Suite("A command line that makes no sense gives one message")
  struct BadCommandLineTests {
    @Test(
      "Bad command lines, alone",
      arguments: [
        (["--bogus"], ["--bogus", "see 'tbn-dist train --help'"]),
        (
          ["embed", "--help"],
          ["there is no command 'embed'", "one of train, evaluate", "help; see 'tbn-dist --help'"]
        ),
        (["eval", "r"], ["there is no command 'eval'", "did you mean 'evaluate'?"]),
        (["localise"], ["there is no command 'localise'", "did you mean 'localize'?"]),
        (["help", "serach"], ["there is no command 'serach'", "did you mean 'search'?"]),
        (["train", "bogus"], ["bogus", "see 'tbn-dist train --help'"]),
        (["train", "--epochs", "ten"], ["'ten'", "--epochs"]),
        (["train", "--epochs", "0"], ["--epochs is 0", "at least 1"]),
        (["train", "--epochs"], ["Missing value", "--epochs"]),
        (["train", "--dropout", "1"], ["--dropout is 1.0", "not including 1"]),
        (["train", "--schedule", "linear"], ["'linear'", "'constant', 'exponential' or 'cosine'"]),
        (["train", "--seed=-1"], ["'-1'", "--seed"]), (["train", "--run", ""], ["--run is empty"]),
        (["train", "--config="], ["--config is empty"]),
        (["evaluate"], ["<run>", "see 'tbn-dist evaluate --help'"]),
        (["evaluate", "r", "--folds", "0"], ["--folds is 0", "at least 1"]),
        (["search", "r"], ["give a text or --image ID", "see 'tbn-dist search --help'"]),
        (["search", "r", "dog", "-k", "0"], ["-k is 0", "at least 1"]),
        (["inspect"], ["<path>", "see 'tbn-dist inspect --help'"]),
        (["bench", "--images", "0"], ["a count is 0", "see 'tbn-dist bench --help'"]),
        (
          ["bench-evaluation", "--repeats", "0"], ["a count is 0", "see 'tbn-dist bench-evaluation --help'"]
        ), (["bench-evaluation", "--threads=-1"], ["--threads is -1"]),
        (["bench", "--words", "7000"], ["--words is 7000", "0 to 6000"]),
      ])
    func alone(arguments: [String], phrases: [String]) throws {
      try expectOneMessage(.usage, phrases, of: Launch(arguments: arguments))
    }

    @Test(
      "On two ranks it is still one message",
      arguments: [
        (["--bogus"], ["--bogus"]), (["train", "--epochs", "0"], ["--epochs is 0"]),
        (["evaluate", "r", "--folds", "0"], ["--folds is 0"]), (["search", "r"], ["give a text"]),
      ])
    func twoRanks(arguments: [String], phrases: [String]) throws {
      try expectOneMessage(.usage, phrases, of: Launch(arguments: arguments, ranks: 2))
    }

    @Test("Help is printed once, on two ranks too, and is no failure", arguments: [0, 2])
    func help(ranks: Int) throws {
      let outcome = try expectSuccess(Launch(arguments: ["train", "--help"], ranks: ranks))
      #expect(outcome.output.components(separatedBy: "USAGE: tbn-dist train").count == 2, "\(outcome)")
      #expect(outcome.output.contains("--weight-sentence-neighbors"))
    }

    @Test("help and a command's name print its help; help alone the overview")
    func helpCommand() throws {
      for command in ["train", "evaluate", "search", "bench-input"] {
        let usual = try expectSuccess(Launch(arguments: [command, "--help"]))
        let asked = try expectSuccess(Launch(arguments: ["help", command]))
        #expect(asked.output == usual.output && asked.output.contains("USAGE: tbn-dist \(command)"))
      }
      let overview = try expectSuccess(Launch(arguments: ["help"]))
      #expect(try overview.output == expectSuccess(Launch(arguments: ["--help"])).output)
    }

    @Test("The overview of the commands names each and what exit statuses mean")
    func overview() throws {
      let outcome = try expectSuccess(Launch(arguments: ["--help"]))
      for word in ["train (default)", "evaluate", "search", "inspect", "bench", "Exit status"] {
        #expect(outcome.output.contains(word), "\(word)\n\(outcome)")
      }
    }

    @Test("A run directory that cannot be made says why", arguments: [0, 2])
    func unwritableRun(ranks: Int) throws {
      let run = "\(try Fixtures.data().file("train_caps.txt"))/run"
      try expectOneMessage(
        .cannotCreate, [run, "cannot create the run directory: Not a directory", "--run"],
        of: Fixtures.train(run: run, ranks: ranks))
    }
  }
}
