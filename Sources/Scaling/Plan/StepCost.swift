/// Where the time of a step goes, in seconds.
package struct StepCost: Equatable, Sendable {
  /// Matrix products.
  package var products = 0.0
  /// Passes over memory: optimizer, activations, the search for negatives.
  package var passes = 0.0
  /// Statistics, embeddings and norms, all ranks waiting for them.
  package var collectives = 0.0
  /// The exchange of gradients between nodes, as far as it goes on behind the backward pass.
  package var exchangeHidden = 0.0
  /// The rest of it, for which the step waits.
  package var exchangeShown = 0.0

  package init() {}

  package var step: Double { products + passes + collectives + exchangeShown }

  /// For a program: milliseconds by name.
  var record: [String: Double] {
    [
      "step_ms": step * 1e3, "products_ms": products * 1e3, "passes_ms": passes * 1e3,
      "collectives_ms": collectives * 1e3, "exchange_hidden_ms": exchangeHidden * 1e3,
      "exchange_shown_ms": exchangeShown * 1e3,
    ]
  }
}
