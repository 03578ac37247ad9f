import Foundation
import Statistics

/// How long an evaluation took, and the bare products beside it.
package struct EvaluationTiming: CustomStringConvertible {
  private let images: Int
  private let captions: Int
  private let embedding: Int
  private let ranks: Int
  private let threads: Int
  private let repeats: Int
  /// Medians in milliseconds: of the evaluation, of its products in the same tiles, of one large product a rank.
  private let evaluation, tiles, product: Double
  /// Of the largest rank, without the large product.
  private let peakBytes: Int

  init(
    images: Int, captions: Int, embedding: Int, ranks: Int, threads: Int, evaluation: [Double],
    tiles: [Double], product: [Double], peakBytes: Int
  ) {
    precondition(!evaluation.isEmpty && tiles.count == evaluation.count && product.count == evaluation.count)
    (self.images, self.captions, self.embedding) = (images, captions, embedding)
    (self.ranks, self.threads, self.peakBytes) = (ranks, threads, peakBytes)
    repeats = evaluation.count
    self.evaluation = Statistics.median(evaluation)
    self.tiles = Statistics.median(tiles)
    self.product = Statistics.median(product)
  }

  /// Of all ranks together, in GFLOP/s: a pair's product is as many multiplications as additions.
  private func speed(_ milliseconds: Double) -> Double {
    2 * Double(images) * Double(captions) * Double(embedding) / milliseconds / 1e6
  }

  package var description: String {
    func line(_ name: String, _ milliseconds: Double, _ share: String = "") -> String {
      let padded = name + String(repeating: " ", count: 28 - name.count)
      return padded + String(format: "%9.1f ms %8.1f GFLOP/s", milliseconds, speed(milliseconds)) + share
    }
    func share(_ milliseconds: Double) -> String {
      String(format: "  the evaluation runs at %.1f %% of this", 100 * milliseconds / evaluation)
    }
    let place =
      "\(ranks == 1 ? "1 rank" : "\(ranks) ranks") x \(threads == 1 ? "1 thread" : "\(threads) threads")"
    return [
      "\(place): \(images) images x \(captions) captions, \(embedding) dimensions, medians of \(repeats)",
      line("evaluation, both directions", evaluation), line("its products in tiles", tiles, share(tiles)),
      line("one large product", product, share(product)),
      String(format: "peak memory a rank %.0f MB", Double(peakBytes) / 1e6),
    ].joined(separator: "\n")
  }

  package func json() throws -> String {
    let record: [String: Any] = [
      "images": images, "captions": captions, "embedding": embedding, "ranks": ranks, "threads": threads,
      "repeats": repeats, "evaluation_ms_median": evaluation.roundedToThousandths,
      "tiles_ms_median": tiles.roundedToThousandths,
      "product_ms_median": product.roundedToThousandths,
      "share_of_tiles": (tiles / evaluation).roundedToThousandths,
      "share_of_product": (product / evaluation).roundedToThousandths,
      "evaluation_gflops": speed(evaluation).roundedToThousandths,
      "product_gflops": speed(product).roundedToThousandths, "peak_bytes": peakBytes,
    ]
    let data = try JSONSerialization.data(withJSONObject: record, options: [.sortedKeys])
    return String(decoding: data, as: UTF8.self)
  }
}
