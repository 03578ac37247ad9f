extension Branch {
  static func parameters(_ shape: BranchShape) -> [Parameter] {
    let first =
      switch shape.input {
      case .dense: Linear.parameters("fc1", inputs: shape.inputColumns, outputs: shape.hidden)
      case .sparse: SparseLinear.parameters("fc1", inputs: shape.inputColumns, outputs: shape.hidden)
      }
    return first + BatchNormReLU.parameters("bn", columns: shape.hidden)
      + Linear.parameters("fc2", inputs: shape.hidden, outputs: shape.embedding)
  }
}
