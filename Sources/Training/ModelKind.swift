import ArgumentParser

/// Which of the paper's two networks.
package enum ModelKind: String, CaseIterable, Sendable, ExpressibleByArgument {
  /// Two branches into one space, trained to rank by distance.
  case embedding
  /// The same branches with a head that scores pairs, trained to tell true pairs from others.
  case similarity
}
