import Datasets
import Digests
import Failures
import Sampling
import Tensor
import TwoBranch

/// A split as the network sees it: any of its rows as input of a branch.
///
/// Reading input fails with `.badData` when a feature file has become shorter since it was opened, with `.inputOutput`
/// when the system cannot read it.
package final class EncodedSplit: Sendable {
  package let rows: any TwoSidedRows
  private let encoder: InputEncoder
  private let texts: TextRows

  private enum TextRows {
    /// All texts as bags of words `[texts, vocabulary]`.
    case words(SparseMatrix)
    case vectors(FeatureRows, FeaturePreparation)
  }

  /// - Throws: when the split's widths are not those the encoder was fitted to.
  package init(_ split: any TwoSidedRows, encoder: InputEncoder) throws {
    rows = split
    self.encoder = encoder
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

  /// Texts of which the vocabulary knows no word: all of them have one and the same embedding. Nil where texts are not
  /// bags of words.
  package var unknownTextCount: Int? {
    guard case .words(let words) = texts else { return nil }
    return TFIDF.emptyRowCount(of: words)
  }

  /// Numbers for the rows of both sides: equal ones for rows with equal inputs, which no network can tell apart.
  ///
  /// Reads every image row, and every text row that is a vector.
  package func inputClasses() throws -> Sides<[Int]> {
    let text =
      switch texts {
      case .words(let words): try words.rowDigests()
      case .vectors(let vectors, _): try vectors.rowDigests()
      }
    return Sides(image: Self.classes(try rows.images.rowDigests()), text: Self.classes(text))
  }

  private static func classes(_ digests: [UInt64]) -> [Int] {
    var numbers: [UInt64: Int] = [:]
    return digests.map { digest in
      let number = numbers[digest] ?? numbers.count
      numbers[digest] = number
      return number
    }
  }

  /// Prepared feature rows, in the given order. Valid until `buffers` are used for images again.
  package func imageInput(_ items: some Collection<Int>, in buffers: InputBuffers) throws -> BranchInput {
    .dense(try gather(items, of: rows.images, encoder.images, into: buffers, .image))
  }

  /// Text rows, in the given order. Valid until `buffers` are used for texts again.
  package func textInput(_ items: some Collection<Int>, in buffers: InputBuffers) throws -> BranchInput {
    switch texts {
    case .words(let words): .sparse(words.gatherRows(items))
    case .vectors(let vectors, let preparation):
      .dense(try gather(items, of: vectors, preparation, into: buffers, .text))
    }
  }

  /// The numbers that are not zero in a stretch of a batch's rows that a branch reads sparse; 0 where it reads dense ones.
  func entryCount(_ side: Side, of batch: GlobalBatch, _ positions: Range<Int>) -> Int {
    guard side == .text, case .words(let words) = texts else { return 0 }
    return batch.texts[positions].reduce(0) { $0 + words.rowStarts[Int($1) + 1] - words.rowStarts[Int($1)] }
  }

  /// Asks the system to fetch rows of both sides from the disk, all at once, and does not wait for them.
  package func willRead(images: some Collection<Int>, texts: some Collection<Int>) {
    rows.images.willRead(images)
    if case .vectors(let vectors, _) = self.texts { vectors.willRead(texts) }
  }

  private func gather(
    _ items: some Collection<Int>, of source: FeatureRows, _ preparation: FeaturePreparation,
    into buffers: InputBuffers, _ side: Side
  ) throws -> Matrix {
    let gathered = buffers.matrix(side, rows: items.count, columns: source.dimensions)
    try preparation.gather(items, of: source, into: gathered)
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

extension FeatureRows {
  /// A digest of each row as it is stored.
  fileprivate func rowDigests() throws -> [UInt64] {
    var digests: [UInt64] = []
    digests.reserveCapacity(count)
    try read(0..<count) { _, row in digests.append(try row.digest()) }
    return digests
  }
}

extension SparseMatrix {
  /// A digest of each row.
  fileprivate func rowDigests() throws -> [UInt64] {
    try (0..<rows).map { row in
      let digester = try Digester()
      let range = rowStarts[row]..<rowStarts[row + 1]
      columnIndices[range].withUnsafeBytes { digester.combine($0) }
      values[range].withUnsafeBytes { digester.combine($0) }
      return digester.value
    }
  }
}
