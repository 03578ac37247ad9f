import Datasets
import Sampling
import Tensor
import TwoBranch

/// Scores the phrases of photos with all regions of their own photo, by either network.
struct PhotoScorer {
  /// The texts of a photo's phrases, each once, and their scores.
  struct Photo {
    let number: Int
    /// Rows of the split's texts, `[T]`.
    let texts: [Int32]
    /// Rows of the split's regions, `[N]`.
    let regions: [Int32]
    /// `[T, N]`, the higher the nearer.
    let scores: Matrix
  }

  private let split: LocalizationSplit
  private let rows: EncodedSplit
  private let embedder: Embedder
  private let head: SimilarityHead?
  private let buffers = InputBuffers()
  /// Regions embedded at once: enough for the products to be fast, few enough for small memory.
  private static let chunk = 1024

  /// - Parameters:
  ///   - rows: of the split, as the network reads them.
  ///   - head: of the similarity network; nil: the embedding network.
  init(_ split: LocalizationSplit, rows: EncodedSplit, embedder: Embedder, head: SimilarityHead?) {
    self.split = split
    self.rows = rows
    self.embedder = embedder
    self.head = head
  }

  /// Calls `body` with each of some photos that has phrases, in order.
  func forEach(_ photos: some Sequence<Int>, _ body: (Photo) throws -> Void) throws {
    var group: [Int] = []
    var regionCount = 0
    for photo in photos where !split.annotations.occurrences(ofImage: photo).isEmpty {
      group.append(photo)
      regionCount += split.regions(ofImage: photo).count
      guard regionCount >= Self.chunk else { continue }
      try score(group, body)
      (group, regionCount) = ([], 0)
    }
    if !group.isEmpty { try score(group, body) }
  }

  private func score(_ photos: [Int], _ body: (Photo) throws -> Void) throws {
    let texts = photos.map { photo in
      Set(split.annotations.occurrences(ofImage: photo).map(\.text)).sorted()
    }
    let regions = photos.map { Array(split.regions(ofImage: $0)) }
    let textEmbeddings = embedder.embed(
      .text, try rows.textInput(texts.joined().map { Int($0) }, in: buffers))
    let regionEmbeddings = embedder.embed(
      .image, try rows.imageInput(regions.joined().map { Int($0) }, in: buffers))
    var (firstText, firstRegion) = (0, 0)
    for (place, photo) in photos.enumerated() {
      let queries = textEmbeddings.rows(firstText..<firstText + texts[place].count)
      let candidates = regionEmbeddings.rows(firstRegion..<firstRegion + regions[place].count)
      let scores = Matrix(rows: queries.rows, columns: candidates.rows)
      score(queries, with: candidates, into: scores)
      try body(Photo(number: photo, texts: texts[place], regions: regions[place], scores: scores))
      firstText += texts[place].count
      firstRegion += regions[place].count
    }
  }

  private func score(_ queries: Matrix, with candidates: Matrix, into scores: Matrix) {
    guard candidates.rows > 0 else { return }
    if let head {
      head.score(queries, with: candidates, into: scores)
    } else {
      multiply(.plain(queries), .transposed(candidates), into: scores)
    }
  }
}
