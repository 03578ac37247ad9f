import CKernels
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
  let parameters: HeadParameters
  private let workspace = BranchWorkspace()

  /// Adds up lists, one for each of this rank's blocks of pairs, over the blocks of all ranks.
  package typealias SumOfBlocks = ([[Double]]) throws -> [Double]

  /// - Parameter rounded: the weights of both normalised layers as the products of training read them; nil: they read the
  ///   parameters. The last layer, of one output, is always single precision.
  package init(_ shape: HeadShape, parameters: HeadParameters, rounded: HeadWeights? = nil) {
    self.shape = shape
    self.parameters = parameters
    first = NormalizedLayer(
      parameters: parameters.first, weight: rounded?.first ?? .single(parameters.first.weight))
    second = NormalizedLayer(
      parameters: parameters.second, weight: rounded?.second ?? .single(parameters.second.weight))
    running = HeadStatistics(shape)
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
    var linear = first.linear(features, blocks: blocks)
    let hidden = first.activate(
      linear, moments: try sum(linear.moments), rows: globalRows, running: &running.first)
    linear = second.linear(hidden.activation, blocks: blocks)
    let output = second.activate(
      linear, moments: try sum(linear.moments), rows: globalRows, running: &running.second)
    let scores = workspace.matrix(.scores, rows: features.rows, columns: 1)
    for block in blocks { score(output.activation.rows(block), into: scores.rows(block)) }
    return Forward(first: hidden, second: output, blocks: blocks, scores: scores)
  }

  /// The way back. A collective through `sum`.
  ///
  /// - Parameters:
  ///   - scoreGradient: `[P, 1]`.
  ///   - gradients: of each block, receive its part of the head's gradients.
  /// - Returns: `[P, E]`, with respect to the features; valid until the next pass.
  package func backward(
    _ forward: Forward, scoreGradient: Matrix, gradients: [HeadParameters], sum: SumOfBlocks
  ) throws -> Matrix {
    precondition(gradients.count == forward.blocks.count, "gradients for each block")
    let outputGradient = workspace.matrix(.hiddenGradient, rows: scoreGradient.rows, columns: shape.output)
    for (block, gradients) in zip(forward.blocks, gradients) {
      let own = scoreGradient.rows(block)
      multiply(
        .transposed(own), .plain(forward.second.activation.rows(block)), into: gradients.scoreWeight)
      gradients.scoreBias[0, 0] = Float(own.elements.reduce(0) { $0 + Double($1) })
      multiply(.plain(own), .plain(parameters.scoreWeight), into: outputGradient.rows(block))
    }
    let (firsts, seconds) = (gradients.map(\.first), gradients.map(\.second))
    var half = second.backward(forward.second, gradient: outputGradient, gradients: seconds)
    let hiddenGradient = second.finishBackward(half, sums: try sum(half.sums), gradients: seconds)
    half = first.backward(forward.first, gradient: hiddenGradient, gradients: firsts)
    return first.finishBackward(half, sums: try sum(half.sums), gradients: firsts)
  }

  /// `activation` `[P, output]` times the last layer.
  func score(_ activation: Matrix, into scores: Matrix) {
    multiply(.plain(activation), .transposed(parameters.scoreWeight), into: scores)
    tbn_add_bias(scores.pointer, scores.rows, 1, parameters.scoreBias.pointer)
  }
}
