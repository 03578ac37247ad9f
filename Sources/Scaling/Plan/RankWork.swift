/// What the rank with the most rows of a batch has to compute in a step.
struct RankWork {
  /// Rows of its slice: whole neighbourhoods.
  let images: Int
  let texts: Int
  private let shape: StepShape
  private let placement: Placement

  init(_ shape: StepShape, _ placement: Placement) {
    images = (shape.images + placement.ranks - 1) / placement.ranks
    texts = images * shape.sentences
    self.shape = shape
    self.placement = placement
  }

  /// Operations of both first layers forward, of the second layers' three products, and of the similarities.
  var untilSecondLayers: Double {
    let second = 3 * 2 * Double((images + texts) * shape.hidden) * Double(shape.embedding)
    return imageFirstLayer + textFirstLayer + second + 2 * candidates * Double(shape.embedding)
  }

  /// Operations of the first layer of the image branch, forward; its gradient costs as many again.
  var imageFirstLayer: Double { 2 * Double(images * shape.hidden) * Double(shape.imageColumns) }

  /// The same of the text branch; sparse rows are passes, not products.
  var textFirstLayer: Double {
    shape.words > 0 ? 0 : 2 * Double(texts * shape.hidden) * Double(shape.textColumns)
  }

  /// Pairs of an anchor of this rank and a candidate, in the terms of the loss that have a weight by default: texts
  /// against images, images against texts, texts against texts.
  private var candidates: Double {
    Double(texts * shape.images) + Double(images * shape.texts) + Double(texts) * Double(shape.texts)
  }

  /// Bytes that this rank reads and writes outside the products.
  var bytes: Double {
    optimizerBytes + activationBytes + sparseBytes + candidates * Self.bytesPerCandidate
  }

  /// Adam reads parameter, gradient and two moments and writes all but the gradient; the norm reads the gradient. Where
  /// there are other nodes, what these send is written, read and put in its place.
  private var optimizerBytes: Double {
    let share = Double(shape.parameters) / Double(placement.ranksOfNode)
    return share * (28 + 4 + (placement.nodes > 1 ? 12 : 0))
  }

  /// Batch normalisation, ReLU and dropout: forward two reads and a write, backward five reads and two writes.
  private var activationBytes: Double { Double((images + texts) * shape.hidden) * 40 }

  /// A row of the first weight for each word of a text, forward; read and written in its gradient.
  private var sparseBytes: Double { Double(texts * shape.words) * Double(shape.hidden) * 12 }

  /// A similarity is written by the product and read by the search for the nearest negatives.
  private static let bytesPerCandidate = 8.0
}
