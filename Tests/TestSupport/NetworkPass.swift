import Losses
import Sampling
import Tensor
import TwoBranch

/// Forward, loss and backward of a global batch, with one process in the place of all ranks.
package struct NetworkPass {
  package let shape: NetworkShape
  package let layout: ParameterLayout
  /// The flat buffer.
  package let parameters: Matrix

  package init(_ shape: NetworkShape) {
    self.shape = shape
    layout = ParameterLayout(shape)
    parameters = Matrix(rows: 1, columns: layout.count)
  }

  package struct Outcome {
    package let embeddings: Sides<Matrix>
    package let sums: RankingLossSums
    /// As the flat buffer.
    package let gradient: [Float]
    /// Of each rank.
    package let running: [Sides<RunningStatistics>]
  }

  /// - Parameters:
  ///   - inputs: the rows of the whole batch.
  ///   - slices: of each rank in turn; they make up the batch.
  ///   - running: batch normalisation's estimates before.
  package func run(
    inputs: Sides<BranchInput>, _ batchCase: BatchCase, loss: RankingLoss, dropout: Dropout,
    slices: [BatchSlice], running: Sides<RunningStatistics>? = nil
  ) -> Outcome {
    let rows = Sides(image: inputs.image.rows, text: inputs.text.rows)
    let embeddings = rows.map { Matrix(rows: $0, columns: shape.image.embedding) }
    let gradients = rows.map { Matrix(rows: $0, columns: shape.image.embedding) }
    var networks = slices.map { _ in
      EmbeddingNetwork(shape, layout: layout, flat: parameters.pointer, owner: nil)
    }
    if let running { for rank in networks.indices { networks[rank].running = running } }

    let hidden = slices.indices.map { networks[$0].hiddenLayers(inputs.rows(slices[$0])) }
    let moments = Self.sum(hidden.map { $0.image.moments + $0.text.moments })
    let forward = slices.indices.map { rank in
      networks[rank].embed(
        hidden[rank], globalMoments: moments, globalRows: rows,
        firstRows: Sides(image: slices[rank].images.lowerBound, text: slices[rank].texts.lowerBound),
        dropout: dropout, into: embeddings.rows(slices[rank]))
    }
    let sums = slices.map { slice in
      loss.evaluate(
        images: embeddings.image, texts: embeddings.text, links: batchCase.batchLinks, anchors: slice,
        imageGradients: gradients.image, textGradients: gradients.text
      ).numbers
    }
    let parts = slices.map { _ in Matrix(rows: 1, columns: layout.count) }
    let views = parts.map(views)
    let half = slices.indices.map { rank in
      networks[rank].backward(
        forward[rank], embeddingGradients: gradients.rows(slices[rank]), gradients: views[rank])
    }
    let globalSums = Self.sum(half.map { $0.image.sums + $0.text.sums })
    for rank in slices.indices {
      networks[rank].finishBackward(half[rank], globalSums: globalSums, gradients: views[rank])
    }
    return Outcome(
      embeddings: embeddings, sums: RankingLossSums(numbers: Self.sum(sums)),
      gradient: Self.sum(parts.map { $0.numbers.map(Double.init) }).map { Float($0) },
      running: networks.map(\.running))
  }

  func views(of flat: Matrix) -> Sides<BranchParameters> {
    Sides(
      image: BranchParameters(layout, .image, flat: flat.pointer, owner: nil),
      text: BranchParameters(layout, .text, flat: flat.pointer, owner: nil))
  }

  private static func sum(_ parts: [[Double]]) -> [Double] {
    parts.dropFirst().reduce(parts[0]) { zip($0, $1).map(+) }
  }
}

extension Sides<Matrix> {
  fileprivate func rows(_ slice: BatchSlice) -> Sides<Matrix> {
    Sides(image: image.rows(slice.images), text: text.rows(slice.texts))
  }
}

extension Sides<BranchInput> {
  fileprivate func rows(_ slice: BatchSlice) -> Sides<BranchInput> {
    Sides(image: image.rows(slice.images), text: text.rows(slice.texts))
  }
}

extension BranchInput {
  fileprivate func rows(_ range: Range<Int>) -> BranchInput {
    switch self {
    case .dense(let matrix): .dense(matrix.rows(range))
    case .sparse(let matrix): .sparse(matrix.gatherRows(range))
    }
  }
}
