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
    let brought = slices.map { slice in
      branchRows(inputs.rows(slice), embeddingGradients: gradients.rows(slice))
    }
    var networks = slices.map { _ in
      EmbeddingNetwork(shape, layout: layout, flat: parameters.pointer, owner: nil)
    }
    if let running { for rank in networks.indices { networks[rank].running = running } }

    let hidden = slices.indices.map { networks[$0].hiddenLayers(brought[$0]) }
    let moments = Self.sum(slices.indices.flatMap { networks[$0].moments(hidden[$0]) })
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
    let half = slices.indices.map { networks[$0].backward(forward[$0]) }
    let globalSums = Self.sum(slices.indices.flatMap { networks[$0].sums(half[$0]) })
    for rank in slices.indices {
      networks[rank].finishBackward(half[rank], globalSums: globalSums)
      let once = rank == 0 ? globalSums : [Double](repeating: 0, count: globalSums.count)
      store(networks[rank], half[rank], brought[rank], sums: once, into: views(of: parts[rank]))
    }
    return Outcome(
      embeddings: embeddings, sums: RankingLossSums(numbers: Self.sum(sums)),
      gradient: Self.sum(parts.map { $0.numbers.map(Double.init) }).map { Float($0) },
      running: networks.map(\.running))
  }

  func branchRows(
    _ inputs: Sides<BranchInput>, embeddingGradients: Sides<Matrix>
  ) -> Sides<BranchRows> {
    func rows(_ side: Side) -> BranchRows {
      BranchRows(inputs[side], shape[side], embeddingGradient: embeddingGradients[side])
    }
    return Sides(image: rows(.image), text: rows(.text))
  }

  /// The gradients of both branches, in three shares one after the other, the large ones in two pieces.
  func store(
    _ network: EmbeddingNetwork, _ half: Sides<Branch.Backward>, _ rows: Sides<BranchRows>, sums: [Double],
    into views: Sides<ParameterViews>
  ) {
    for gradient in network.gradients(half, rows.map(\.saved), sums: sums, into: views) {
      for index in 0..<3 {
        let pieceCount = gradient.comesInPieces ? 2 : 1
        for piece in 0..<pieceCount {
          gradient.store(
            ParameterShare(index: index, count: 3), piece: ParameterShare(index: piece, count: pieceCount))
        }
      }
    }
  }

  func views(of flat: Matrix) -> Sides<ParameterViews> {
    Sides(
      image: ParameterViews(layout, "image_branch", flat: flat.pointer, owner: nil),
      text: ParameterViews(layout, "text_branch", flat: flat.pointer, owner: nil))
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
