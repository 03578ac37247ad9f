import Datasets
import Failures
import Tensor
import TwoBranch

/// A split as the network sees it: any of its rows as input of a branch.
package final class EncodedSplit {
  package let rows: any TwoSidedRows
  private let encoder: InputEncoder
  private let texts: TextRows
  private var buffers: Sides<FloatBuffer>

  private enum TextRows {
    /// All texts as bags of words `[texts, vocabulary]`.
    case words(SparseMatrix)
    case vectors(FeatureRows, FeaturePreparation)
  }

  /// - Throws: when the split's widths are not those the encoder was fitted to.
  package init(_ split: any TwoSidedRows, encoder: InputEncoder) throws {
    rows = split
    self.encoder = encoder
    buffers = Sides(image: FloatBuffer(count: 0), text: FloatBuffer(count: 0))
    try Self.requireWidth(of: split.images, encoder.images.dimensions)
    switch encoder.texts {
    case .bagOfWords(let bag): texts = .words(bag.encode(split.texts))
    case .vectors(let preparation):
      guard let vectors = split.textVectors else {
        throw Failure(
          .noInput, "no \(split.textVectorsFile)", at: split.directory,
          expected: "a vector for each text, as the training split has", remedy: "add the file")
      }
      try Self.requireWidth(of: vectors, preparation.dimensions)
      texts = .vectors(vectors, preparation)
    }
  }

  /// Texts of which the vocabulary knows no word: all of them have one and the same embedding.
  package var unknownTextCount: Int {
    guard case .words(let words) = texts else { return 0 }
    return TFIDF.emptyRowCount(of: words)
  }

  /// Prepared feature rows, in the given order. Valid until images are asked for again.
  package func imageInput(_ items: some Collection<Int>) -> BranchInput {
    .dense(gather(items, of: rows.images, encoder.images, .image))
  }

  /// Text rows, in the given order. Valid until texts are asked for again.
  package func textInput(_ items: some Collection<Int>) -> BranchInput {
    switch texts {
    case .words(let words): .sparse(words.gatherRows(items))
    case .vectors(let vectors, let preparation): .dense(gather(items, of: vectors, preparation, .text))
    }
  }

  private func gather(
    _ items: some Collection<Int>, of source: FeatureRows, _ preparation: FeaturePreparation, _ side: Side
  ) -> Matrix {
    let count = items.count * source.dimensions
    if buffers[side].count < count { buffers[side] = FloatBuffer(count: count) }
    let gathered = Matrix(
      rows: items.count, columns: source.dimensions, pointer: buffers[side].pointer, owner: buffers[side])
    preparation.gather(items, of: source, into: gathered)
    return gathered
  }

  private static func requireWidth(of rows: FeatureRows, _ expected: Int) throws {
    guard rows.dimensions == expected else {
      throw Failure(
        .badData, "rows of \(rows.dimensions) numbers", at: rows.file.path,
        expected: "\(expected), as in the training split")
    }
  }
}
