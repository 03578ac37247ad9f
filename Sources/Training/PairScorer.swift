import MPI
import Tensor
import TwoBranch

/// Scores every image of a split with every caption, by the similarity network: each rank some images.
struct PairScorer {
  private let head: SimilarityHead
  private let communicator: Communicator?

  /// - Parameter communicator: nil for a process of its own.
  init(head: SimilarityHead, communicator: Communicator?) {
    self.head = head
    self.communicator = communicator
  }

  /// The scores `[I, C]` on rank 0, nil elsewhere. A collective.
  ///
  /// - Parameters:
  ///   - embeddings: `[I, E]` and `[C, E]` on rank 0.
  ///   - counts: I and C.
  func scores(_ embeddings: Sides<Matrix?>, counts: Sides<Int>) throws -> Matrix? {
    let (rank, size) = (communicator?.rank ?? 0, communicator?.size ?? 1)
    let width = head.shape.embedding
    let images = try Matrix.shared(embeddings.image, rows: counts.image, columns: width, communicator)
    let texts = try Matrix.shared(embeddings.text, rows: counts.text, columns: width, communicator)
    let ranges = (0..<size).map { counts.image * $0 / size..<counts.image * ($0 + 1) / size }
    let own = Matrix(rows: ranges[rank].count, columns: counts.text)
    var progress = ScoringProgress(total: own.rows, isShown: rank == 0)
    for row in 0..<own.rows {
      let image = ranges[rank].lowerBound + row
      head.score(images.rows(image..<image + 1), with: texts, into: own.rows(row..<row + 1))
      progress.show(done: row + 1)
    }
    guard let communicator, size > 1 else { return own }
    let all = rank == 0 ? Matrix(rows: counts.image, columns: counts.text) : nil
    try communicator.gather(
      own.pointer, into: all?.pointer,
      partition: ranges.map { $0.lowerBound * counts.text..<$0.upperBound * counts.text })
    return all
  }
}
