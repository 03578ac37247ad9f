/// Batch normalisation over the rows of all ranks, then ReLU.
enum BatchNormReLU {
  static func parameters(_ name: String, columns: Int) -> [Parameter] {
    [
      Parameter("\(name).weight", shape: [columns], .constant(1), decays: false),
      Parameter("\(name).bias", shape: [columns], .constant(0), decays: false),
    ]
  }
}
