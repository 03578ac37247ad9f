/// A fully connected layer of rows with few numbers that are not zero: its cost follows these, not the width.
enum SparseLinear {
  static func parameters(_ name: String, inputs: Int, outputs: Int) -> [Parameter] {
    [
      Parameter(
        "\(name).weight", shape: [outputs, inputs], storage: .transposed, .uniform(fanIn: inputs),
        decays: true),
      Parameter("\(name).bias", shape: [outputs], .uniform(fanIn: inputs), decays: false),
    ]
  }
}
