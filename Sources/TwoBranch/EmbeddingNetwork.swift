import Tensor

/// The embedding network: two branches that share nothing but the space they end in.
///
/// Each pass treats both branches at once, so that what must be added up over ranks is one short list of doubles.
package struct EmbeddingNetwork {
  package let shape: NetworkShape
  package let layout: ParameterLayout
  package let branches: Sides<Branch>
  /// Batch normalisation's running estimates; the same on every rank.
  package var running: Sides<RunningStatistics>

  /// - Parameter flat: the parameters, `layout.count` floats, kept alive by `owner`.
  package init(
    _ shape: NetworkShape, layout: ParameterLayout, flat: UnsafeMutablePointer<Float>, owner: AnyObject?
  ) {
    self.shape = shape
    self.layout = layout
    func branch(_ side: Side) -> Branch {
      Branch(
        side: side, shape: shape[side],
        parameters: BranchParameters(layout, side, flat: flat, owner: owner))
    }
    branches = Sides(image: branch(.image), text: branch(.text))
    running = Sides(
      image: RunningStatistics(columns: shape.image.hidden),
      text: RunningStatistics(columns: shape.text.hidden))
  }

  /// Both first layers.
  package func hiddenLayers(_ rows: Sides<BranchRows>) -> Sides<Branch.Hidden> {
    Sides(image: branches.image.hiddenLayer(rows.image), text: branches.text.hiddenLayer(rows.text))
  }

  /// The rest of the forward pass, with the statistics of the global batch.
  ///
  /// - Parameters:
  ///   - globalMoments: both branches' `moments` one after the other, added up over all ranks.
  ///   - globalRows: rows of the global batch for each branch.
  ///   - firstRows: where this rank's rows begin in them.
  ///   - embeddings: `[n, E]` for each branch, where the outcome goes.
  package mutating func embed(
    _ hidden: Sides<Branch.Hidden>, globalMoments: [Double], globalRows: Sides<Int>, firstRows: Sides<Int>,
    dropout: Dropout, into embeddings: Sides<Matrix>
  ) -> Sides<Branch.Forward> {
    let moments = split(globalMoments)
    func forward(_ side: Side, _ running: inout RunningStatistics) -> Branch.Forward {
      branches[side].embed(
        hidden[side], globalMoments: moments[side], globalRows: globalRows[side], firstRow: firstRows[side],
        dropout: dropout, running: &running, into: embeddings[side])
    }
    return Sides(image: forward(.image, &running.image), text: forward(.text, &running.text))
  }

  /// Backward down to batch normalisation, in both branches.
  package func backward(_ forward: Sides<Branch.Forward>) -> Sides<Branch.Backward> {
    Sides(image: branches.image.backward(forward.image), text: branches.text.backward(forward.text))
  }

  /// The rest of the way back to the first layers' outcomes.
  ///
  /// - Parameter globalSums: both branches' `sums` one after the other, added up over all ranks.
  package func finishBackward(_ half: Sides<Branch.Backward>, globalSums: [Double]) {
    let sums = split(globalSums)
    for side in Side.allCases { branches[side].finishBackward(half[side], globalSums: sums[side]) }
  }

  /// A share of the gradients of batch normalisation, which follow from the same sums.
  package func storeBatchNormGradients(
    _ half: Sides<Branch.Backward>, globalSums: [Double], _ share: ParameterShare,
    into gradients: Sides<BranchParameters>
  ) {
    let sums = split(globalSums)
    for side in Side.allCases {
      branches[side].storeBatchNormGradients(
        half[side], globalSums: sums[side], share, into: gradients[side])
    }
  }

  private func split(_ numbers: [Double]) -> Sides<ArraySlice<Double>> {
    precondition(numbers.count == 2 * (shape.image.hidden + shape.text.hidden))
    return Sides(
      image: numbers.prefix(2 * shape.image.hidden), text: numbers.dropFirst(2 * shape.image.hidden))
  }
}
