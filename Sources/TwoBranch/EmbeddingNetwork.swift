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

  /// - Parameters:
  ///   - flat: the parameters, `layout.count` floats, kept alive by `owner`.
  ///   - rounded: the same as bfloat16, for the products of training; nil: they are of single precision.
  package init(
    _ shape: NetworkShape, layout: ParameterLayout, flat: UnsafeMutablePointer<Float>,
    rounded: UnsafeMutablePointer<UInt16>? = nil, owner: AnyObject?
  ) {
    self.shape = shape
    self.layout = layout
    func branch(_ side: Side) -> Branch {
      Branch(
        side, shape[side],
        ParameterViews(
          layout, Component.name(of: side), flat: flat, rounded: rounded, owner: owner))
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

  /// Both branches' `moments`, one after the other, of each block of this rank's rows.
  package func moments(_ hidden: Sides<Branch.Hidden>) -> [[Double]] {
    zip(hidden.image.moments, hidden.text.moments).map(+)
  }

  /// Both branches' `sums`, one after the other, of each block of this rank's rows.
  package func sums(_ half: Sides<Branch.Backward>) -> [[Double]] {
    zip(half.image.sums, half.text.sums).map(+)
  }

  /// The rest of the forward pass, with the statistics of the global batch.
  ///
  /// - Parameters:
  ///   - globalMoments: `moments` of all blocks of all ranks added up.
  ///   - globalRows: rows of the global batch for each branch.
  ///   - firstRows: where this rank's rows begin in them.
  ///   - embeddings: `[n, E]` for each branch, where the outcome goes.
  package mutating func embed(
    _ hidden: Sides<Branch.Hidden>, globalMoments: [Double], globalRows: Sides<Int>, firstRows: Sides<Int>,
    dropout: Dropout, into embeddings: Sides<Matrix>
  ) -> Sides<Branch.Forward> {
    let moments = split(globalMoments, 2 * shape.image.hidden, 2 * shape.text.hidden)
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
  /// - Parameter globalSums: `sums` of all blocks of all ranks added up.
  package func finishBackward(_ half: Sides<Branch.Backward>, globalSums: [Double]) {
    let sums = splitSums(globalSums)
    for side in Side.allCases { branches[side].finishBackward(half[side], globalSums: sums[side]) }
  }

  /// The gradients of all parameters of both branches, in the order in which they are best computed.
  ///
  /// - Parameters:
  ///   - rows: of any number of ranks, after `finishBackward`.
  ///   - sums: as in `finishBackward`, or zero where another node brings them.
  package func gradients(
    _ half: Sides<Branch.Backward>, _ rows: Sides<SavedRows>, sums: [Double],
    into gradients: Sides<ParameterViews>
  ) -> [ParameterGradient] {
    let sums = splitSums(sums)
    return [Side.text, .image].flatMap { side in
      branches[side].gradients(half[side], rows[side], sums: sums[side], into: gradients[side])
    }
  }

  private func splitSums(_ numbers: [Double]) -> Sides<ArraySlice<Double>> {
    split(numbers, branches.image.sumCount, branches.text.sumCount)
  }

  /// A list of both branches' numbers, one after the other.
  private func split(_ numbers: [Double], _ images: Int, _ texts: Int) -> Sides<ArraySlice<Double>> {
    precondition(numbers.count == images + texts)
    return Sides(image: numbers.prefix(images), text: numbers.dropFirst(images))
  }
}
