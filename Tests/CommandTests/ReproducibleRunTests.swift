import Foundation
import Tensor
import Testing

extension CommandTests {
  @Suite("--reproducible")
  struct ReproducibleRunTests {
    private static let settings = [
      "--reproducible", "--weight-image-neighbors", "0.1", "--clip-norm", "0.5", "--patience", "3",
    ]
    private static let oneRank = Result { try trained(["--max-steps", "40"], ranks: 1) }

    private static func trained(_ more: [String], ranks: Int) throws -> RunFiles {
      let run = RunFiles(path: Workplace.freePath())
      try Fixtures.trained(Fixtures.train(run: run.path, epochs: 3, settings + more, ranks: ranks))
      return run
    }

    @Test(
      "Runs on 2, 4 and 8 ranks end with the very bytes of a run on one, in model, moments, losses and recall",
      arguments: [2, 4, 8])
    func sameBytes(ranks: Int) throws {
      try expectSame(Self.oneRank.get(), Self.trained(["--max-steps", "40"], ranks: ranks))
    }

    @Test("A run begun on 4 ranks and resumed on 2, then alone, ends with the same bytes")
    func resumed() throws {
      let run = try Self.trained(["--max-steps", "11"], ranks: 4)
      for (limit, ranks) in [("20", 2), ("40", 0)] {
        try Fixtures.trained(
          Fixtures.train(run: run.path, epochs: 3, Self.settings + ["--max-steps", limit], ranks: ranks))
      }
      try expectSame(Self.oneRank.get(), run, evaluationsToo: false)
    }

    private func expectSame(_ one: RunFiles, _ other: RunFiles, evaluationsToo: Bool = true) throws {
      let newest = try one.newest()
      #expect(try other.newest() == newest && newest == "step-00000040")
      for file in ["model.safetensors", "optimizer.safetensors", "inputs.safetensors"] {
        #expect(try one.bytes(file, of: newest) == other.bytes(file, of: newest), "\(file)")
      }
      #expect(try one.losses() == other.losses() && one.losses().count == 40)
      for name in ["gradient_norm", "loss_image_neighbors"] {
        #expect(try Self.numbers(name, of: one) == Self.numbers(name, of: other), "\(name)")
      }
      guard evaluationsToo else { return }
      #expect(try one.best() == other.best())
      let reports = try [one, other].map { run in
        try run.metrics().compactMap { $0["evaluation"] as? NSDictionary }
      }
      #expect(reports[0] == reports[1] && reports[0].count == 3)
    }

    private static func numbers(_ name: String, of run: RunFiles) throws -> [Double] {
      try run.steps().compactMap { $0[name] as? Double }
    }

    @Test("It says what it promises, and the run's record knows it", arguments: [1, 3])
    func announced(ranks: Int) throws {
      let run = RunFiles(path: Workplace.freePath())
      let command = Self.settings + ["--reproducible-blocks", "5", "--max-steps", "2"]
      let outcome = try expectSuccess(Fixtures.train(run: run.path, command, ranks: ranks))
      let promise = "reproducible: 5 blocks a batch; the same bits on 1 to 5 ranks"
      #expect(outcome.errors.contains(promise), "\(outcome)")
      #expect(outcome.errors.contains("1 thread each"), "\(outcome)")
      let text = try String(contentsOfFile: "\(run.path)/configuration.yaml", encoding: .utf8)
      #expect(text.contains("reproducible: true\n") && text.contains("reproducible-blocks: 5\n"))
      try expectOneMessage(
        .configuration, [run.path, "--reproducible-blocks 6 instead of 5"],
        of: Fixtures.train(run: run.path, command + ["--reproducible-blocks", "6"], ranks: ranks))
    }

    @Test("More ranks than blocks are refused with both numbers")
    func tooManyRanks() throws {
      try expectOneMessage(
        .configuration, ["3 ranks share the 2 blocks", "at most 2 ranks", "--reproducible-blocks 3"],
        of: Fixtures.train(
          run: Workplace.freePath(), Self.settings + ["--reproducible-blocks", "2"], ranks: 3))
    }

    @Test("What rounds by ranks or threads is refused on the command line", arguments: [0, 2])
    func usage(ranks: Int) throws {
      for (options, phrase) in [
        (["--wire", "bf16"], "--reproducible with --wire bf16"),
        (["--threads", "2"], "--reproducible with --threads 2"),
      ] {
        try expectOneMessage(
          .usage, [phrase],
          of: Fixtures.train(run: Workplace.freePath(), Self.settings + options, ranks: ranks))
        try expectOneMessage(
          .usage, [phrase], of: Launch(arguments: ["bench", "--reproducible"] + options, ranks: ranks))
      }
    }

    @Test("A processor that computes by other code than the others is refused by its rank")
    func mixedProcessors() throws {
      let other = BLAS.coreName == "Haswell" ? "Sandybridge" : "Haswell"
      let program = try Launch.path(ofProgram: "tbn-dist")
      let script = try Workplace.write(
        """
        #!/bin/sh
        if [ "$OMPI_COMM_WORLD_RANK" = 1 ]; then export OPENBLAS_CORETYPE=\(other); fi
        exec "\(program)" "$@"

        """, named: "mixed")
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
      var launch = try Fixtures.train(run: Workplace.freePath(), ["--max-steps", "2"], ranks: 3)
      launch.executable = script
      try expectSuccess(launch)
      launch.arguments.append("--reproducible")
      try expectOneMessage(
        .configuration,
        [
          "rank 1 on ", "OpenBLAS \(other)", "rank 0 on ", "OpenBLAS \(BLAS.coreName)",
          "one type of processor",
        ],
        of: launch)
    }

    @Test("bench times steps by fixed blocks, and says by how many")
    func bench() throws {
      let shape = ["bench", "--images", "12", "--image-dimensions", "16", "--text-dimensions", "20"]
      let options = ["--hidden", "8", "--embedding", "8", "--steps", "2", "--reproducible", "--json"]
      let outcome = try expectSuccess(Launch(arguments: shape + options, ranks: 2))
      #expect(try jsonObject(outcome.output)["reproducible_blocks"] as? Int == 8, "\(outcome)")
    }
  }
}
