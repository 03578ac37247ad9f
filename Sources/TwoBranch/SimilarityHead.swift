import Tensor

/// What makes the similarity network of two branches: a score for each pair of embeddings.
///
/// `x * y -> FC -> batch norm -> ReLU -> FC -> batch norm -> ReLU -> FC 1`, where x * y is the product element by
/// element, so that it does not matter which of the two is the image. Batch normalisation spans the pairs of all
/// ranks.
///
/// Shapes: P pairs of this rank, E embedding.
/// Source: Wang et al., TPAMI 2019, section 3.3, with the widths of the co-authors' code.
package struct SimilarityHead {
  package let shape: HeadShape
  /// Batch normalisation's running estimates; the same on every rank.
  package var running: HeadStatistics
  let first: NormalizedLayer
  let second: NormalizedLayer
  /// Of one output, always of single precision.
  let last: Linear
  private let workspace = BranchWorkspace()

  /// Adds up lists, one for each of this rank's blocks of pairs, over the blocks of all ranks.
  package typealias SumOfBlocks = ([[Double]]) throws -> [Double]

  /// - Parameters:
  ///   - layout: of a network with this head.
  ///   - flat: the parameters, `layout.count` floats, kept alive by `owner`.
  ///   - rounded: the same as bfloat16, for the products of training; nil: they are of single precision.
  package init(
    _ shape: HeadShape, layout: ParameterLayout, flat: UnsafeMutablePointer<Float>,
    rounded: UnsafeMutablePointer<UInt16>? = nil, owner: AnyObject?
  ) {
    self.shape = shape
    let parameters = ParameterViews(
      layout, Component.headName, flat: flat, rounded: rounded, owner: owner)
    let precision: Precision = rounded == nil ? .fp32 : .bf16
    first = NormalizedLayer(1, parameters, precision)
    second = NormalizedLayer(2, parameters, precision)
    last = Linear("fc3", parameters)
    running = HeadStatistics(shape)
  }

  static func parameters(_ shape: HeadShape) -> [Parameter] {
    NormalizedLayer.parameters(1, inputs: shape.embedding, outputs: shape.hidden)
      + NormalizedLayer.parameters(2, inputs: shape.hidden, outputs: shape.output)
      + Linear.parameters("fc3", inputs: shape.output, outputs: 1)
  }

  /// What the backward pass needs to know of a forward pass.
  package struct Forward {
    let first: NormalizedLayer.Forward
    let second: NormalizedLayer.Forward
    let blocks: [Range<Int>]
    /// `[P, 1]`.
    package let scores: Matrix
  }

  /// Scores pairs, with the statistics of the pairs of all ranks. A collective through `sum`.
  ///
  /// - Parameters:
  ///   - features: `[P, E]`, the products of this rank's pairs.
  ///   - blocks: of the pairs; each goes through every product by a call of its own.
  ///   - globalRows: pairs of all ranks, at least one.
  package mutating func forward(
    _ features: Matrix, blocks: [Range<Int>], globalRows: Int, sum: SumOfBlocks
  ) throws -> Forward {
    var hidden = first.hidden(features, blocks: blocks)
    let middle = first.activate(
      hidden, moments: try sum(hidden.moments), rows: globalRows, running: &running.first)
    hidden = second.hidden(middle.activation, blocks: blocks)
    let output = second.activate(
      hidden, moments: try sum(hidden.moments), rows: globalRows, running: &running.second)
    let scores = workspace.matrix(.scores, rows: features.rows, columns: 1)
    for block in blocks { score(output.activation.rows(block), into: scores.rows(block)) }
    return Forward(first: middle, second: output, blocks: blocks, scores: scores)
  }

  /// The way back. A collective through `sum`.
  ///
  /// - Parameters:
  ///   - scoreGradient: `[P, 1]`.
  ///   - gradients: of each block, receive its part of the head's gradients.
  /// - Returns: `[P, E]`, with respect to the features; valid until the next pass.
  package func backward(
    _ forward: Forward, scoreGradient: Matrix, gradients: [ParameterViews], sum: SumOfBlocks
  ) throws -> Matrix {
    precondition(gradients.count == forward.blocks.count, "gradients for each block")
    let outputGradient = workspace.matrix(.hiddenGradient, rows: scoreGradient.rows, columns: shape.output)
    for (block, gradients) in zip(forward.blocks, gradients) {
      let own = scoreGradient.rows(block)
      last.storeWeightGradient(
        0..<1, of: .single(own), input: .single(forward.second.activation.rows(block)), into: gradients)
      last.storeBiasGradient([own.elements.reduce(0) { $0 + Double($1) }], .whole, into: gradients)
      multiply(.plain(own), .plain(last.weight), into: outputGradient.rows(block))
    }
    var half = second.backward(forward.second, gradient: outputGradient, gradients: gradients)
    let hiddenGradient = second.finishBackward(half, sums: try sum(half.sums), gradients: gradients)
    half = first.backward(forward.first, gradient: hiddenGradient, gradients: gradients)
    return first.finishBackward(half, sums: try sum(half.sums), gradients: gradients)
  }

  /// The last layer: `activation` `[P, output]`, `scores` `[P, 1]`.
  func score(_ activation: Matrix, into scores: Matrix) {
    multiply(.plain(activation), .transposed(last.weight), into: scores)
    last.addBias(to: scores)
  }
}
