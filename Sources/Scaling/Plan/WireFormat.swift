/// How gradients travel between nodes.
package enum WireFormat: String, CaseIterable, Codable, Sendable {
  case fp32
  case bf16

  var bytesPerNumber: Double { self == .fp32 ? 4 : 2 }
}
