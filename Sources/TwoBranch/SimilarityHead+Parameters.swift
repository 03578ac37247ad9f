extension SimilarityHead {
  static func parameters(_ shape: HeadShape) -> [Parameter] {
    Linear.parameters("fc1", inputs: shape.embedding, outputs: shape.hidden)
      + BatchNormReLU.parameters("bn1", columns: shape.hidden)
      + Linear.parameters("fc2", inputs: shape.hidden, outputs: shape.output)
      + BatchNormReLU.parameters("bn2", columns: shape.output)
      + Linear.parameters("fc3", inputs: shape.output, outputs: 1)
  }
}
