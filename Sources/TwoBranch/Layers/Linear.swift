/// A fully connected layer: `x W^T + b`.
enum Linear {
  static func parameters(_ name: String, inputs: Int, outputs: Int) -> [Parameter] {
    [
      Parameter("\(name).weight", shape: [outputs, inputs], .uniform(fanIn: inputs), decays: true),
      Parameter("\(name).bias", shape: [outputs], .uniform(fanIn: inputs), decays: false),
    ]
  }
}
