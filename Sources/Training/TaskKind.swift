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
}
