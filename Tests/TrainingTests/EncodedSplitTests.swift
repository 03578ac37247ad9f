import Datasets
import Failures
import Tensor
import TestSupport
import Testing
import Training
import TwoBranch

@Suite("Splits as the network sees them")
struct EncodedSplitTests {
  private let data: TemporaryDirectory
  private let configuration: TrainingConfiguration
  private let buffers = InputBuffers()

  init() throws {
    data = try TemporaryDirectory()
    configuration = try TrainingConfiguration(settings: [Setting(name: "minimum-word-count", value: "1")])
  }

  private func train(vectors: [[Float]]? = nil) throws -> RetrievalSplit {
    try data.split(rows: [[1, 5, 7], [3, 5, 5]], captions: ["a dog", "a cat"], vectors: vectors)
  }

  @Test("Image rows are standardized by the training columns, in the order asked for")
  func images() throws {
    let train = try train()
    let encoder = try InputEncoder(fittedTo: train, configuration)
    let other = try data.split("dev", rows: [[2, 6, 6], [4, 5, 8]], captions: ["dog", "cat"])
    guard
      case .dense(let rows) = try EncodedSplit(other, encoder: encoder).imageInput([1, 0, 1], in: buffers)
    else {
      Issue.record("image rows are dense")
      return
    }
    // Means 2, 5, 6; deviations 1, none, 1: a constant column is shifted only.
    #expect(Array(rows.elements) == [2, 0, 2, 0, 1, 0, 2, 0, 2])
  }

  @Test("Captions are bags of the training captions' words; those without any are counted")
  func words() throws {
    let encoder = try InputEncoder(fittedTo: try train(), configuration)
    let dev = try data.split("dev", rows: [[2, 6, 6], [1, 1, 1]], captions: ["zebra!", "Dog zebra"])
    let split = try EncodedSplit(dev, encoder: encoder)
    #expect(split.unknownTextCount == 1)
    guard case .sparse(let rows) = try split.textInput([1, 0], in: buffers) else {
      Issue.record("bags of words are sparse")
      return
    }
    #expect(rows.rowStarts == [0, 1, 1])
    #expect(rows.values == [1], "one known word, in a row of length 1")
    // "a" stands in both captions, "cat" and "dog" in one each.
    #expect(rows.columnIndices == [2])
  }

  @Test("Rows have equal numbers exactly where their inputs are equal")
  func inputClasses() throws {
    let configuration = try TrainingConfiguration.parse(["--minimum-word-count", "1"])
    let train = try data.split(
      rows: [[1, 2], [3, 4], [1, 2], [5, 6]], captions: ["a dog", "a cat", "A  dog!", "cat a cat"])
    let encoder = try InputEncoder(fittedTo: train, configuration)
    let classes = try EncodedSplit(train, encoder: encoder).inputClasses()
    #expect(classes.image == [0, 1, 0, 2] && classes.text == [0, 1, 0, 2])
    let vectors = try data.split(
      rows: [[1, 2], [3, 4]], captions: ["same", "same"], vectors: [[1, 2, 3], [1, 2, 4]])
    let dense = try EncodedSplit(vectors, encoder: InputEncoder(fittedTo: vectors, configuration))
    #expect(try dense.inputClasses().text == [0, 1])
  }

  @Test("Captions with vectors are those vectors, prepared as asked for")
  func vectors() throws {
    let train = try train(vectors: [[3, 4], [0, 2]])
    let l2 = try TrainingConfiguration(settings: [Setting(name: "sentence-preparation", value: "l2")])
    let split = try EncodedSplit(train, encoder: try InputEncoder(fittedTo: train, l2))
    #expect(split.unknownTextCount == nil)
    guard case .dense(let rows) = try split.textInput([1, 0], in: buffers) else {
      Issue.record("vectors are dense")
      return
    }
    let expected: [Float] = [0, 1, 0.6, 0.8]
    #expect(zip(rows.elements, expected).allSatisfy { abs($0 - $1) < 1e-6 }, "\(Array(rows.elements))")
  }

  @Test("A split of other widths than the training split's is refused by its file")
  func widths() throws {
    let encoder = try InputEncoder(fittedTo: try train(vectors: [[3, 4], [0, 2]]), configuration)
    let narrow = try data.split(
      "dev", rows: [[1, 2], [3, 4]], captions: ["a", "b"], vectors: [[1, 2], [3, 4]])
    expectFailure(.badData, "dev_ims.npy: rows of 2 numbers", "expected 3, as in the training split") {
      _ = try EncodedSplit(narrow, encoder: encoder)
    }
    let wide = try data.split(
      "test", rows: [[1, 2, 3], [3, 4, 5]], captions: ["a", "b"], vectors: [[1, 2, 3], [3, 4, 5]])
    expectFailure(.badData, "test_sents.npy: rows of 3 numbers", "expected 2") {
      _ = try EncodedSplit(wide, encoder: encoder)
    }
  }

  @Test("A split without vectors is refused by a model that reads vectors")
  func missingVectors() throws {
    let encoder = try InputEncoder(fittedTo: try train(vectors: [[3, 4], [0, 2]]), configuration)
    let bare = try data.split("dev", rows: [[1, 2, 3], [3, 4, 5]], captions: ["a", "b"])
    expectFailure(.noInput, "no dev_sents.npy", data.path) { _ = try EncodedSplit(bare, encoder: encoder) }
  }

  @Test("An encoder knows the shape of the network that reads it")
  func shape() throws {
    let bags = try InputEncoder(fittedTo: try train(), configuration).networkShape(hidden: 8, embedding: 4)
    #expect(bags.image == BranchShape(inputColumns: 3, hidden: 8, embedding: 4, input: .dense))
    #expect(bags.text == BranchShape(inputColumns: 3, hidden: 8, embedding: 4, input: .sparse))
    let train = try train(vectors: [[3, 4], [0, 2]])
    let dense = try InputEncoder(fittedTo: train, configuration).networkShape(hidden: 8, embedding: 4)
    #expect(dense.text == BranchShape(inputColumns: 2, hidden: 8, embedding: 4, input: .dense))
  }

  @Test("A vocabulary without a word is refused")
  func noWords() throws {
    let strict = try TrainingConfiguration(settings: [Setting(name: "minimum-word-count", value: "3")])
    let train = try train()
    expectFailure(.badData, "3 or more of the 2 training captions") {
      _ = try InputEncoder(fittedTo: train, strict)
    }
  }
}
