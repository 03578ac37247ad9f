import Checkpoints
import Datasets
import Digests
import Failures
import Foundation
import Tensor
import TestSupport
import Testing
import TwoBranch

@testable import Training

@Suite("The files of a checkpoint")
struct CheckpointFilesTests {
  private let data: TemporaryDirectory
  private let checkpoints: CheckpointDirectory

  init() throws {
    data = try TemporaryDirectory()
    checkpoints = CheckpointDirectory(path: data.file("checkpoints"))
    try checkpoints.prepareForWriting()
  }

  private func encoder(
    vectors: [[Float]]?, _ settings: [Setting]
  ) throws -> (InputEncoder, RunRecord) {
    let configuration = try TrainingConfiguration(
      settings: settings + [Setting(name: "minimum-word-count", value: "1")])
    let split = try data.split(
      rows: [[1, 5, 7], [3, 5, 5]], captions: ["a dog", "A CAT café"], vectors: vectors)
    let encoder = try InputEncoder(fittedTo: split, configuration)
    let record = RunRecord(
      progress: TrainingProgress(), configuration: configuration, encoder: encoder)
    return (encoder, record)
  }

  @Test(
    "An encoder is read as it was written, whatever it prepares",
    arguments: ["none", "l2", "standardize"], [false, true])
  func encoders(preparation: String, hasVectors: Bool) throws {
    let settings = ["image-preparation", "sentence-preparation"].map { Setting(name: $0, value: preparation) }
    let (encoder, record) = try encoder(vectors: hasVectors ? [[3, 4], [0, 2]] : nil, settings)
    let checkpoint = try checkpoints.write("one") { try EncoderFiles.write(encoder, to: $0) }
    #expect(try EncoderFiles.read(checkpoint, record) == encoder)
    #expect(checkpoint.fileNames.contains("vocabulary.txt") == !hasVectors)
    // As it travels to other ranks.
    let sent = try JSONEncoder().encode(encoder)
    #expect(try JSONDecoder().decode(InputEncoder.self, from: sent) == encoder)
  }

  @Test(
    "Digests of the data are read as they were written; a checkpoint may have none, and none that are damaged"
  )
  func digests() throws {
    let digests = DataDigests([FileDigest(file: "a", digest: 5), FileDigest(file: "b/\"c", digest: .max)])
    let checkpoint = try checkpoints.write("one") { try digests.write(to: $0) }
    #expect(try DataDigests(of: checkpoint) == digests)
    let without = try checkpoints.write("two") {
      try Data("x".utf8).write(to: URL(fileURLWithPath: $0 + "/x"))
    }
    #expect(try DataDigests(of: without) == nil)
    let damaged = try checkpoints.write("three") { directory in
      try Data("{}".utf8).write(to: URL(fileURLWithPath: "\(directory)/data.json"))
    }
    expectFailure(.badData, "data.json", "not the digests of a run's data") {
      _ = try DataDigests(of: damaged)
    }
  }

  @Test("Trigrams in the vocabulary survive too")
  func trigrams() throws {
    let (encoder, record) = try encoder(
      vectors: nil, [Setting(name: "text-units", value: "words-and-trigrams")])
    let checkpoint = try checkpoints.write("one") { try EncoderFiles.write(encoder, to: $0) }
    #expect(try EncoderFiles.read(checkpoint, record) == encoder)
  }

  @Test("An encoder of another width than the record's is refused")
  func otherWidth() throws {
    let (encoder, _) = try encoder(vectors: nil, [])
    let (_, other) = try self.encoder(vectors: [[3, 4, 5, 6, 7], [0, 2, 3, 4, 5]], [])
    let checkpoint = try checkpoints.write("one") { try EncoderFiles.write(encoder, to: $0) }
    expectFailure(.badData, "inputs.safetensors", "text.mean") {
      _ = try EncoderFiles.read(checkpoint, other)
    }
  }

  private static func shape(_ input: BranchShape.Input) -> NetworkShape {
    NetworkShape(
      image: BranchShape(inputColumns: 3, hidden: 5, embedding: 2, input: .dense),
      text: BranchShape(inputColumns: 7, hidden: 5, embedding: 2, input: input))
  }

  private static func numbers(_ count: Int, from start: Float) -> FloatBuffer {
    let buffer = FloatBuffer(count: count)
    for index in 0..<count { buffer.pointer[index] = start + Float(index) / 8 }
    return buffer
  }

  @Test(
    "Parameters, moments and running estimates are read as they were written",
    arguments: [BranchShape.Input.dense, .sparse])
  func model(input: BranchShape.Input) throws {
    let shape = Self.shape(input)
    let layout = ParameterLayout(shape)
    let written = [1, 1000, 2000].map { Self.numbers(layout.count, from: $0) }
    var running = RunningStatistics(columns: 5)
    (running.mean, running.variance, running.batchCount) = ([1, 2, 3, 4, 5], [6, 7, 8, 9, 10], 11)
    let sides = Sides(image: running, text: RunningStatistics(columns: 5))
    let checkpoint = try checkpoints.write("one") { directory in
      try ModelFiles.writeModel(written[0].pointer, layout, sides, to: directory)
      try ModelFiles.writeMoments(
        first: written[1].pointer, second: written[2].pointer, layout, to: directory)
    }
    let read = (0..<3).map { _ in Self.numbers(layout.count, from: -7) }
    try ModelFiles.readModel(checkpoint, layout, into: read[0].pointer)
    try ModelFiles.readMoments(checkpoint, layout, first: read[1].pointer, second: read[2].pointer)
    for entry in layout.entries {
      for (one, other) in zip(written, read) {
        #expect(entry.range.allSatisfy { one.pointer[$0] == other.pointer[$0] }, "\(entry.name)")
      }
    }
    #expect(try ModelFiles.readRunning(checkpoint, shape) == sides)
  }

  @Test("A similarity network's head is read as it was written, and nothing is read of one that is not there")
  func head() throws {
    let branches = Self.shape(.dense)
    let shape = NetworkShape(
      image: branches.image, text: branches.text, head: HeadShape(embedding: 2, hidden: 3, output: 2))
    let layout = ParameterLayout(shape)
    let flat = Self.numbers(layout.count, from: 1)
    var head = HeadStatistics(HeadShape(embedding: 2, hidden: 3, output: 2))
    (head.first.mean, head.first.variance, head.first.batchCount) = ([1, 2, 3], [4, 5, 6], 7)
    (head.second.mean, head.second.variance, head.second.batchCount) = ([8, 9], [10, 11], 12)
    let running = Sides(image: RunningStatistics(columns: 5), text: RunningStatistics(columns: 5))
    let checkpoint = try checkpoints.write("one") {
      try ModelFiles.writeModel(flat.pointer, layout, running, head: head, to: $0)
    }
    #expect(try ModelFiles.readHead(checkpoint, shape) == head)
    #expect(try ModelFiles.readHead(checkpoint, branches) == nil)
    let reader = try SafetensorsReader(path: try checkpoint.path(of: "model.safetensors"))
    let names = [
      "head.fc1.weight", "head.fc1.bias", "head.bn1.weight", "head.bn1.bias", "head.bn1.running_mean",
      "head.bn1.running_var", "head.bn1.num_batches_tracked", "head.fc2.weight", "head.bn2.running_var",
      "head.fc3.weight", "head.fc3.bias",
    ]
    #expect(Set(names).isSubset(of: reader.tensorNames))
    #expect(reader.description(of: "head.fc1.weight")?.1 == [3, 2])
    #expect(reader.description(of: "head.fc3.weight")?.1 == [1, 2])
    let read = Self.numbers(layout.count, from: -7)
    try ModelFiles.readModel(checkpoint, layout, into: read.pointer)
    for entry in layout.entries {
      #expect(entry.range.allSatisfy { flat.pointer[$0] == read.pointer[$0] }, "\(entry.name)")
    }
  }

  @Test("A sparse first layer, stored transposed, has PyTorch's orientation in the file")
  func orientation() throws {
    let layout = ParameterLayout(Self.shape(.sparse))
    let flat = Self.numbers(layout.count, from: 0)
    let running = Sides(image: RunningStatistics(columns: 5), text: RunningStatistics(columns: 5))
    let checkpoint = try checkpoints.write("one") {
      try ModelFiles.writeModel(flat.pointer, layout, running, to: $0)
    }
    let reader = try SafetensorsReader(path: try checkpoint.path(of: "model.safetensors"))
    let weight = try reader.floats("text_branch.fc1.weight", shape: [5, 7])
    let start = layout.entry(.text, "fc1.weight").range.lowerBound
    #expect(layout.entry(.text, "fc1.weight").isTransposed)
    for row in 0..<5 {
      for column in 0..<7 {
        #expect(weight[row * 7 + column] == flat.pointer[start + column * 5 + row], "[\(row), \(column)]")
      }
    }
  }

  @Test("A model of another width is refused by the tensor's name")
  func otherModel() throws {
    let layout = ParameterLayout(Self.shape(.dense))
    let flat = Self.numbers(layout.count, from: 0)
    let running = Sides(image: RunningStatistics(columns: 5), text: RunningStatistics(columns: 5))
    let checkpoint = try checkpoints.write("one") {
      try ModelFiles.writeModel(flat.pointer, layout, running, to: $0)
    }
    let wider = ParameterLayout(
      NetworkShape(
        image: BranchShape(inputColumns: 4, hidden: 5, embedding: 2, input: .dense),
        text: BranchShape(inputColumns: 7, hidden: 5, embedding: 2, input: .dense)))
    let target = FloatBuffer(count: wider.count)
    expectFailure(.badData, "image_branch.fc1.weight", "[5, 3]", "[5, 4]") {
      try ModelFiles.readModel(checkpoint, wider, into: target.pointer)
    }
  }
}
