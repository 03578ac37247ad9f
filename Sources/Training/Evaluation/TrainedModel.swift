import Checkpoints
import Datasets
import Failures
import Foundation
import Tensor
import TwoBranch

/// A trained network with all that its inputs need, read from a checkpoint.
package struct TrainedModel {
  package let record: RunRecord
  package let configuration: TrainingConfiguration
  package let encoder: InputEncoder
  package let network: EmbeddingNetwork
  /// Of the similarity network; nil for the embedding network.
  package let head: SimilarityHead?
  package let checkpointName: String

  /// Reads the best checkpoint of a run, the newest where none is best, or the one that is named.
  package init(run: String, checkpoint name: String? = nil) throws {
    try self.init(Self.checkpoint(of: RunDirectory(path: run), name))
  }

  package init(_ checkpoint: Checkpoint) throws {
    checkpointName = checkpoint.name
    record = try RunRecord(contentsOf: try checkpoint.path(of: RunRecord.fileName))
    configuration = try record.configuration()
    encoder = try EncoderFiles.read(checkpoint, record)
    let shape = encoder.networkShape(configuration)
    let layout = ParameterLayout(shape)
    try ModelFiles.requireShapes(checkpoint, layout)
    let flat = FloatBuffer(count: layout.count)
    try ModelFiles.readModel(checkpoint, layout, into: flat.pointer)
    var network = EmbeddingNetwork(shape, layout: layout, flat: flat.pointer, owner: flat)
    network.running = try ModelFiles.readRunning(checkpoint, shape)
    self.network = network
    head = try shape.head.map { headShape in
      var head = SimilarityHead(
        headShape, layout: layout, flat: flat.pointer, owner: flat)
      if let running = try ModelFiles.readHead(checkpoint, shape) { head.running = running }
      return head
    }
  }

  /// The best checkpoint of a run, the newest where none is best, or the one that is named.
  static func checkpoint(of run: RunDirectory, _ name: String? = nil) throws -> Checkpoint {
    if let name { return try run.checkpoints.checkpoint(name) }
    if let best = try run.checkpoints.best() { return best }
    let (newest, skipped) = try run.checkpoints.newestValid()
    if newest == nil, let damage = skipped.first?.reason { throw damage }
    guard let newest else {
      throw Failure(
        .noInput, "no checkpoint", at: run.path, expected: "a run directory of 'tbn-dist train'",
        remedy: "train first, or give the directory named by --run")
    }
    return newest
  }

  /// The directory of the data set a command means: its own `--data`, else that of the training.
  package func dataDirectory(_ data: String?) throws -> String {
    try TrainingData.directory(of: data ?? configuration.data, configuration.task)
  }

  /// A split of images and captions as a command means it.
  /// - Parameters:
  ///   - data: the command's own `--data`.
  ///   - captionsPerImage: its own setting; nil: that of the training.
  package func retrievalSplit(
    _ name: String, of data: String?, captionsPerImage: Int?
  ) throws -> RetrievalSplit {
    try RetrievalSplit.load(
      directory: try dataDirectory(data), split: name,
      captionsPerImage: captionsPerImage ?? configuration.captionsPerImage)
  }

  /// - Throws: when the model was trained for the other task, for which `command` is there.
  package func require(_ task: TaskKind, of run: String, instead command: String) throws {
    guard configuration.task != task else { return }
    throw Failure(
      .usage, "this run was trained for \(configuration.task.rawValue), not for \(task.rawValue)", at: run,
      remedy: "use 'tbn-dist \(command)'")
  }

  /// A split of regions and phrases as this model reads it.
  package func encode(_ split: LocalizationSplit) throws -> EncodedSplit {
    let rows = LocalizationRows(split, spatialFeatures: configuration.spatialFeatures)
    return try EncodedSplit(rows, encoder: encoder)
  }

  /// The words of a text that count for nothing, since the training captions did not have them; none where texts are
  /// vectors.
  package func unknownWords(in text: String) -> [String] {
    guard case .bagOfWords(let words) = encoder.texts else { return [] }
    return words.unknownWords(in: text)
  }

  /// Embeddings `[texts, E]` of captions that no file has a vector for.
  package func embed(_ texts: [String]) throws -> Matrix {
    guard case .bagOfWords(let words) = encoder.texts else {
      throw Failure(
        .usage, "this model reads precomputed caption vectors, so it cannot read new text",
        remedy: "search with --image, or train on captions without {split}_sents.npy")
    }
    for text in texts where words.encode(text).indices.isEmpty {
      throw Failure(
        .badData, "the vocabulary has no word of \"\(text)\"", expected: "words of the training captions",
        remedy: "use other words")
    }
    return Embedder(network: network, world: nil).embed(.text, .sparse(words.encode(texts)))
  }
}
