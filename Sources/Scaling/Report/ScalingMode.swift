/// What stays the same while the number of ranks grows.
package enum ScalingMode: String, CaseIterable, Codable, Sendable {
  /// The global batch.
  case strong
  /// Each rank's part of the batch.
  case weak
}
