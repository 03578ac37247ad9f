import Benchmarks
import DataParallel
import Training

/// What the rank with the most rows of a batch has to compute in a step.
///
/// Shapes: B images and T texts of the global batch, H hidden columns, E embedding.
struct RankWork {
  /// Rows of its slice: whole neighbourhoods.
  let images: Int
  let texts: Int
  private let shape: StepShape
  private let placement: RankPlacement
  private let wire: WireFormat

  init(_ shape: StepShape, _ placement: RankPlacement, _ wire: WireFormat) {
    images = (shape.images + placement.ranks - 1) / placement.ranks
    texts = images * shape.sentences
    self.shape = shape
    self.placement = placement
    self.wire = wire
  }

  /// Gradients of which a part travels as soon as it is computed.
  struct Gradient {
    /// Of the product that gives this rank's share of it.
    let operations: Double
    /// Numbers of the whole gradient, of all ranks of the node.
    let parameters: Int
  }

  /// In the order in which the backward pass computes them: the text branch first, and in each the second layer; first
  /// layers in two pieces.
  var gradients: [Gradient] {
    let second = shape.embedding * shape.hidden + shape.embedding + 2 * shape.hidden
    func piecesOfFirst(_ operations: Double, _ columns: Int) -> [Gradient] {
      let numbers = columns * shape.hidden
      return [numbers / 2, numbers - numbers / 2].map {
        Gradient(operations: operations * Double($0) / Double(numbers), parameters: $0)
      }
    }
    return [Gradient(operations: secondLayer(rows: texts), parameters: second)]
      + piecesOfFirst(textFirstLayer, shape.textColumns)
      + [Gradient(operations: secondLayer(rows: images), parameters: second)]
      + piecesOfFirst(imageFirstLayer, shape.imageColumns)
  }

  /// Operations before the first of the gradients: forward, similarities, and back through the second layers.
  var operationsBeforeGradients: Double {
    imageFirstLayer + textFirstLayer + 2 * secondLayer(rows: images + texts)
      + 2 * candidates * Double(shape.embedding)
  }

  private func secondLayer(rows: Int) -> Double { 2 * Double(rows * shape.hidden) * Double(shape.embedding) }

  private var imageFirstLayer: Double { 2 * Double(images * shape.hidden) * Double(shape.imageColumns) }

  /// Sparse rows are passes, not products.
  private var textFirstLayer: Double {
    shape.words > 0 ? 0 : 2 * Double(texts * shape.hidden) * Double(shape.textColumns)
  }

  /// Pairs of an anchor of this rank and a candidate, in the terms of the loss that have a weight by default: texts
  /// against images, images against texts, texts against texts.
  private var candidates: Double {
    let allTexts = Double(shape.images * shape.sentences)
    return Double(texts * shape.images) + Double(images + texts) * allTexts
  }

  /// Bytes that this rank reads and writes outside the products.
  var bytes: Double {
    let share = Double(gradients.reduce(0) { $0 + $1.parameters }) / Double(placement.ranksOfNode)
    return share * (Self.bytesOfUpdate + bytesOfExchange)
      + Double((images + texts) * shape.hidden) * Self.bytesOfActivation
      + Double(texts * shape.words) * Double(shape.hidden) * Self.bytesOfWord + candidates
      * Self.bytesOfCandidate
  }

  /// For each parameter, Adam reads it, its gradient and two moments and writes all but the gradient; the norm reads the
  /// gradient again.
  private static let bytesOfUpdate = 28.0 + 4

  /// For each gradient: packed, added up from all nodes' parts, unpacked.
  private var bytesOfExchange: Double {
    guard placement.nodes > 1 else { return 0 }
    return 8 + (3 + 1 / Double(placement.nodes)) * wire.bytesPerNumber
  }

  /// Batch normalisation, ReLU and dropout: forward two reads and a write, backward five reads and two writes.
  private static let bytesOfActivation = 40.0
  /// A number of a row of the first weight, read forward, read and written in its gradient.
  private static let bytesOfWord = 12.0
  /// A similarity is written by the product and read by the search for the nearest negatives.
  private static let bytesOfCandidate = 8.0
}

extension WireFormat {
  var bytesPerNumber: Double {
    switch self {
    case .fp32: 4
    case .bf16: 2
    }
  }
}
