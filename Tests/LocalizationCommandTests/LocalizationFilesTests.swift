import Failures
import Foundation
import TestSupport
import Testing

extension LocalizationCommandTests {
  @Suite("The files of a data set of regions and phrases, and those beside them")
  struct FilesTests {
    @Test("inspect and --dry-run write nothing; a training keeps what it parsed beside the data")
    func readOnly() throws {
      let data = try MenagerieFiles(.published)
      let before = try FileManager.default.subpathsOfDirectory(atPath: data.path).sorted()
      try Launch(arguments: ["inspect", data.path]).expectSuccess()
      try data.train("run", ["--dry-run"]).expectSuccess()
      #expect(try FileManager.default.subpathsOfDirectory(atPath: data.path).sorted() == before)
      try data.train("run", ["--max-steps", "1"]).expectSuccess()
      let cache = try FileManager.default.contentsOfDirectory(atPath: data.file(".tbn-dist-cache"))
      #expect(cache.sorted() == ["dev-phrases.bin", "train-phrases.bin"])
    }

    @Test("Phrases whose box no region overlaps are counted by the training")
    func unmatched() throws {
      let data = try MenagerieFiles(.plain)
      func count(_ run: String) throws -> Int {
        let errors = try data.train(run, ["--max-steps", "1"]).expectSuccess().errors
        let note = /(\d+) more phrases not trained on, as no region overlaps their box by 0\.6/
        return errors.firstMatch(of: note).flatMap { Int($0.1) } ?? 0
      }
      let before = try count("one")
      let text = try String(contentsOfFile: data.file("train_phrases.jsonl"), encoding: .utf8)
      var lines = text.split(separator: "\n").map(String.init)
      lines[0].replace(/"boxes": \[\[?[^\]]*\]\]?/, with: #""boxes": [[1, 1, 2, 2]]"#)
      try data.write(lines.map { $0 + "\n" }.joined(), to: "train_phrases.jsonl")
      #expect(try count("two") == before + 1)
    }

    @Test("A page that cannot be written is told by the name that was asked for", arguments: [0, 2])
    func page(ranks: Int) throws {
      let data = try MenagerieFiles(.plain)
      try data.train("run", ["--max-steps", "1"]).expectSuccess()
      let page = data.file("none/x.html")
      let outcome = try data.localize("run", ["--page", page], ranks: ranks).run()
      #expect(outcome.status == ExitStatus.inputOutput.rawValue && outcome.messages.count == 1, "\(outcome)")
      #expect(
        outcome.messages.first?.hasPrefix("tbn-dist: \(page): cannot create the file") == true, "\(outcome)")
    }

    /// What somebody did to a data set while its run was stopped.
    struct Change: Sendable, CustomTestStringConvertible {
      let testDescription: String
      let file: String
      let form: MenagerieFiles.Form
      let apply: @Sendable (MenagerieFiles) throws -> Void
    }

    static let changes = [
      Change(testDescription: "another box of an annotation", file: "Annotations/", form: .published) {
        data in
        let name = "Annotations/\(data.train.photos[3].id).xml"
        let text = try String(contentsOfFile: data.file(name), encoding: .utf8)
        let place = try #require(text.firstRange(of: "<xmin>"))
        let end = try #require(text[place.upperBound...].firstIndex(of: "<"))
        let corner = try #require(Double(text[place.upperBound..<end]))
        try data.write(
          text.replacingCharacters(in: place.upperBound..<end, with: "\(corner + 0.5)"), to: name)
      },
      Change(testDescription: "another box of dev's regions", file: "dev_boxes.npy", form: .plain) { data in
        var boxes = data.dev.photos.flatMap(\.boxes)
        boxes[3][2] += 0.5
        try data.write(boxes, to: "dev_boxes.npy")
      },
      Change(testDescription: "another number of a region", file: "train_regions.npy", form: .plain) { data in
        var rows = data.train.photos.flatMap(\.features)
        rows[101][0] += 0.5
        try data.write(rows, to: "train_regions.npy")
      },
    ]

    @Test("A run is not resumed on other data, and the file is named", arguments: changes, [0, 2])
    func resumed(_ change: Change, ranks: Int) throws {
      let data = try MenagerieFiles(change.form)
      try data.train("run", ["--max-steps", "1"]).expectSuccess()
      try change.apply(data)
      let id = data.train.photos[3].id
      let file =
        change.form == .published ? "Annotations/\(id).xml or Sentences/\(id).txt" : change.file
      try data.train("run", ["--max-steps", "2"], ranks: ranks).expectOneMessage(
        .configuration, ["\(file) is not what it was when this run began"])
    }
  }
}
