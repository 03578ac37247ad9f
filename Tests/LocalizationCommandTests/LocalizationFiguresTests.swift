import Datasets
import Tensor
import TestSupport
import Testing
import TwoBranch

@testable import Training

extension LocalizationCommandTests {
  @Suite("Scores and figures are those of the definition")
  struct FiguresTests {
    private let data: MenagerieFiles

    init() throws {
      data = try MenagerieFiles(.plain)
    }

    /// A network that has learnt a little, so that ranks differ.
    private func train(_ kind: String) throws -> (model: TrainedModel, twin: LocalizationTwin) {
      try data.train("run", ["--max-steps", "8", "--model", kind]).expectSuccess()
      let checkpoint = try TrainedModel.checkpoint(of: RunDirectory(path: data.file("run")))
      let model = try TrainedModel(checkpoint)
      let layout = ParameterLayout(model.encoder.networkShape(model.configuration))
      let parameters = Matrix(rows: 1, columns: layout.count)
      try ModelFiles.readModel(checkpoint, layout, into: parameters.pointer)
      return (model, LocalizationTwin(model, layout, parameters: parameters, train: data.train))
    }

    @Test(
      "The scorer gives every text of a photo its twin's score with every region, photos one by one or together",
      arguments: ["embedding", "similarity"])
    func scorer(kind: String) throws {
      let (model, twin) = try train(kind)
      let split = try LocalizationSplit.load(directory: data.path, split: "test")
      let scorer = PhotoScorer(
        split, rows: try model.encode(split), embedder: Embedder(network: model.network, world: nil),
        head: model.head)
      var together: [Int: [Float]] = [:]
      try scorer.forEach(0..<data.test.photos.count) { found in
        let photo = data.test.photos[found.number]
        let texts = found.texts.map { split.annotations.texts[Int($0)] }
        #expect(
          Set(texts) == Set(photo.phrases.map { $0.text.lowercased() }) && found.texts == found.texts.sorted()
        )
        #expect(found.regions.map { split.boxes[Int($0)].x1 } == photo.boxes.map { $0[0] })
        let expected = try texts.flatMap { try twin.scores(of: $0, in: photo) }
        expectClose(Difference(found.scores.numbers, from: expected), within: 1e-4)
        together[found.number] = found.scores.numbers
      }
      // Those with phrases, whether or not they have regions.
      #expect(together.keys.sorted() == Array(0..<15) + [16])
      for number in [0, 7, 16] {
        var alone: [Float]?
        try scorer.forEach([number]) { alone = $0.scores.numbers }
        expectClose(
          Difference(alone ?? [], from: (together[number] ?? []).map(Double.init)), within: 1e-5)
      }
    }

    @Test(
      "The figures of the command are those of sorting all regions by the twin's scores",
      arguments: ["embedding", "similarity"])
    func figures(kind: String) throws {
      let (_, twin) = try train(kind)
      let outcome = try data.localize("run", ["--json"], ranks: 2).expectSuccess()
      let found = try LocalizationOutput(outcome.output)
      let ranks = try twin.ranks(data.test)
      expect([found.r1, found.r5, found.r10, found.upper_bound], ranks)
      #expect(found.phrases == ranks.count)
      for (type, figures) in found.categories {
        let ranks = try twin.ranks(data.test, type: type)
        expect([figures.r1, figures.r5, figures.r10, figures.upper_bound], ranks)
        #expect(figures.phrases == ranks.count && ranks.count > 50)
      }
      let counted = ranks.compactMap(\.self).sorted()
      let middle = Double(counted[(counted.count - 1) / 2] + counted[counted.count / 2]) / 2
      #expect(found.median_rank == middle)
      #expect(abs(found.mean_rank - Double(counted.reduce(0, +)) / Double(counted.count)) < 1e-3)
      // Neither all nor nothing is found at once: the ranks differ.
      #expect(found.r1 > 0 && found.r1 < found.r5 && found.r5 < found.upper_bound, "\(outcome)")
    }

    /// Percentages at 1, 5, 10 and of all that can be found.
    private func expect(
      _ percentages: [Double], _ ranks: [Int?], sourceLocation: SourceLocation = #_sourceLocation
    ) {
      for (percent, limit) in zip(percentages, [1, 5, 10, Int.max]) {
        let expected = 100 * Double(ranks.compactMap(\.self).count { $0 <= limit }) / Double(ranks.count)
        #expect(abs(percent - expected) < 1e-3, "at \(limit)", sourceLocation: sourceLocation)
      }
    }
  }
}
