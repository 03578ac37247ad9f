import Checkpoints
import Datasets
import Failures
import Files
import Tensor

/// The files of a checkpoint that hold its `InputEncoder`: `inputs.safetensors`, and for bags of words
/// `vocabulary.txt`, an entry a line in the order of the columns.
enum EncoderFiles {
  static let tensors = "inputs.safetensors"
  static let vocabulary = "vocabulary.txt"

  static func write(_ encoder: InputEncoder, to directory: String) throws {
    var vectors = [
      SafetensorsTensor("image.mean", Matrix([encoder.images.mean])),
      SafetensorsTensor("image.scale", Matrix([encoder.images.scale])),
    ]
    switch encoder.texts {
    case .bagOfWords(let words):
      vectors.append(SafetensorsTensor("text.idf", Matrix([words.inverseDocumentFrequencies])))
      try write(words.vocabulary, to: "\(directory)/\(vocabulary)")
    case .vectors(let preparation):
      vectors.append(SafetensorsTensor("text.mean", Matrix([preparation.mean])))
      vectors.append(SafetensorsTensor("text.scale", Matrix([preparation.scale])))
    }
    try SafetensorsWriter.write(vectors, to: "\(directory)/\(tensors)")
  }

  static func read(_ checkpoint: Checkpoint, _ record: RunRecord) throws -> InputEncoder {
    let configuration = try record.configuration()
    let reader = try SafetensorsReader(path: try checkpoint.path(of: tensors))
    let images = try preparation(
      configuration.imagePreparation, columns: record.imageColumns, "image", reader)
    guard record.hasVocabulary else {
      let texts = try preparation(
        configuration.sentencePreparation, columns: record.textColumns, "text", reader)
      return InputEncoder(images: images, texts: .vectors(texts))
    }
    let words = try TFIDF(
      vocabulary: try vocabularyEntries(checkpoint),
      inverseDocumentFrequencies: try reader.floats("text.idf", shape: [1, record.textColumns]),
      units: configuration.textUnits)
    return InputEncoder(images: images, texts: .bagOfWords(words))
  }

  private static func preparation(
    _ kind: FeaturePreparationKind, columns: Int, _ name: String, _ reader: SafetensorsReader
  ) throws -> FeaturePreparation {
    let count = kind == .standardize ? columns : 0
    return try FeaturePreparation(
      kind, dimensions: columns, mean: try reader.floats("\(name).mean", shape: [1, count]),
      scale: try reader.floats("\(name).scale", shape: [1, count]))
  }

  private static func vocabularyEntries(_ checkpoint: Checkpoint) throws -> [String] {
    let path = try checkpoint.path(of: vocabulary)
    return try vocabularyEntries(FileContents(path: path, atMost: 1 << 30))
  }

  /// The lines of a vocabulary, each of which has an end.
  /// - Throws: `.badData` when the bytes are not such lines in UTF-8.
  static func vocabularyEntries(_ file: FileContents) throws -> [String] {
    try withExtendedLifetime(file) {
      guard file.bytes.last == UInt8(ascii: "\n") else { throw notWords(file.path) }
      // Split as bytes: CR LF is one character of a string, and would not end a line.
      let lines = file.bytes.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      return try lines.map { line in
        guard let word = String(validating: line, as: UTF8.self) else { throw notWords(file.path) }
        return word
      }
    }
  }

  private static func notWords(_ path: String) -> Failure {
    Failure(.badData, "not a list of words in UTF-8, one a line", at: path)
  }

  private static func write(_ words: [String], to path: String) throws {
    let file = try OutputFile(creating: path)
    try Array(words.map { $0 + "\n" }.joined().utf8).withUnsafeBytes { try file.write($0) }
    try file.synchronizeAndClose()
  }
}
