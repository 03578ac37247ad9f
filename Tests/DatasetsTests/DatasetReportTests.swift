import Datasets
import Failures
import TestSupport
import Testing

@Suite("Report on a data set")
struct DatasetReportTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func report() throws -> DatasetReport { try DatasetReport(directory: directory.path) }

  @Test("A sound data set: shapes, counts, words, and no problem")
  func sound() throws {
    try directory.writeSplit(
      "train", rows: [[1, 2], [1, 2], [3, 4], [5, 6]], captions: ["a dog", "A dog.", "a cat", "a bird"],
      ids: ["1", "1", "2", "3"])
    try directory.writeSplit("dev", rows: [[1, 2]], captions: ["x", "y"])
    let lines = try report().lines
    #expect(
      lines == [
        "split dev",
        "  dev_ims.npy: 1 x 2 float32, 136 bytes",
        "  dev_caps.txt: 2 captions, 2 words (0 in 4 captions or more), 0 captions with the text of an earlier one",
        "  1 images, 2 captions an image, one row an image",
        "split train",
        "  train_ims.npy: 4 x 2 float32, 160 bytes",
        "  train_caps.txt: 4 captions, 4 words (1 in 4 captions or more), 1 captions with the text of an earlier one",
        "  3 images, 1 to 2 captions an image, one row a caption",
        "no problems",
      ])
  }

  @Test("Every problem of every file is listed, not only the first")
  func everyProblem() throws {
    try directory.writeSplit(
      "train", rows: [[1, .nan], [3, 4]], captions: ["a", "", " ", "c"], ids: ["", "x"],
      vectors: [[1], [.infinity]])
    try directory.writeSplit("dev", rows: [[1]], captions: ["a"], ids: ["x"])
    try directory.writeSplit("test", rows: [[1, 2], [3, 4]], captions: ["a", "b", "c"])
    try directory.write("a\n", to: "odd_caps.txt")
    let problems = try report().problems
    let phrases = [
      "train_ims.npy: row 0 holds nan in column 1", "train_caps.txt, line 2: the line is empty",
      "train_caps.txt, line 3: the line is empty", "train_ids.txt, line 1: the line is empty",
      "train_sents.npy: row 1 holds inf in column 0", "test_caps.txt: 3 captions for 2 rows",
      "odd_ims.npy: cannot be opened", "test_ims.npy: rows of 2 numbers, but 1 in",
      "train_ims.npy: rows of 2 numbers, but 1 in", "split dev has no caption vectors",
      "split test has no caption vectors", "split odd has no caption vectors",
    ]
    for phrase in phrases {
      #expect(problems.contains { $0.description.contains(phrase) }, "\(phrase) in \(problems)")
    }
    #expect(problems.count == phrases.count)
    #expect(try report().lines.contains("12 problems"))
  }

  @Test("A text file full of faults does not fill the report")
  func manyFaults() throws {
    try directory.writeSplit("train", rows: [[1]], captions: [String](repeating: "", count: 500) + ["end"])
    let problems = try report().problems
    #expect(problems.count == 21)
    #expect(problems.last?.found == "more faulty lines: 500 in all, of which the first are listed")
  }

  @Test("Captions without a word are a problem, unless they have vectors")
  func noWords() throws {
    try directory.writeSplit("train", rows: [[1], [2]], captions: ["...", "?"])
    #expect(try report().problems.map(\.found) == ["no word in any of the 2 captions"])
    try directory.write([[1], [2]], to: "train_sents.npy")
    #expect(try report().problems.isEmpty)
  }

  @Test(
    "Splits that no command reads by itself are named, and warnings are counted in the place of \"no problems\""
  )
  func verdicts() throws {
    for name in ["train", "val"] {
      try directory.writeSplit(name, rows: [[1], [2]], captions: ["a", "b"], ids: ["p", name])
    }
    #expect(
      try report().lines.suffix(3) == [
        "read only where --train-split, --dev-split or --split names it: val",
        "warning: splits train and val share 1 image ids, such as p", "1 warning, nothing that stops a run",
      ])
  }

  @Test("Images that two splits share are a warning")
  func sharedImages() throws {
    try directory.writeSplit(
      "train", rows: [[1], [2], [3]], captions: ["a", "b", "c"], ids: ["p", "q", "r"])
    try directory.writeSplit("dev", rows: [[1], [2]], captions: ["a", "b"], ids: ["r", "q"])
    try directory.writeSplit("test", rows: [[1]], captions: ["a"])
    #expect(try report().warnings == ["splits dev and train share 2 image ids, such as q"])
    #expect(try report().problems.isEmpty)
  }

  @Test("A directory without a split, or none at all, is no input")
  func nothing() throws {
    expectFailure(.noInput, "no split of a data set", "files like train_ims.npy") { _ = try report() }
    expectFailure(.noInput, "there is no such directory") {
      _ = try DatasetReport(directory: directory.file("nowhere"))
    }
  }
}
