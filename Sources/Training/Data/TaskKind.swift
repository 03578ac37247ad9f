import ArgumentParser
import DefaultData

/// Which of the paper's two tasks.
package enum TaskKind: String, CaseIterable, Sendable, ExpressibleByArgument {
  /// Whole images and sentences, each looking for the other.
  case retrieval
  /// Phrases looking for the regions of their photo that they mean.
  case localization

  /// Where the embedded data of the task stand.
  package var defaultDirectory: String {
    switch self {
    case .retrieval: DefaultData.emojiDirectory()
    case .localization: DefaultData.emojiScenesDirectory()
    }
  }

  /// What a neighbourhood of a batch is.
  var unit: String {
    switch self {
    case .retrieval: "images"
    case .localization: "photos"
    }
  }

  /// What the task has as defaults where they are not those of image-sentence matching.
  ///
  /// The batch is counted in photos with all their phrases. K and the neighbourhood terms are those of the co-authors'
  /// code for regions and phrases. That negatives come from the same photo first decides over recall: a phrase must be
  /// told from its own photo's regions, and never from another's.
  package var defaults: [Setting] {
    switch self {
    case .retrieval: []
    case .localization:
      [
        ("run", "runs/localization"), ("batch-images", "20"), ("top-violations", "5"),
        ("negative-scope", "neighborhood-first"),
        ("negative-sides", "images"), ("weight-sentence-anchor", "1"), ("weight-image-anchor", "1"),
        ("weight-image-neighbors", "0.1"), ("weight-sentence-neighbors", "0.1"), ("learning-rate", "1e-3"),
        ("schedule", "constant"), ("epochs", "8"), ("selection", "recall-at-1"),
      ].map { Setting(name: $0, value: $1) }
    }
  }
}
