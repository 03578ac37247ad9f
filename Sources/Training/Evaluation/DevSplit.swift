import DataParallel
import Datasets
import Evaluation
import MPI
import Sampling

/// The split that chooses the best checkpoint, with what is true in it.
package enum DevSplit {
  /// Images and captions, and which belong together; all of them are scored, `firstImages` says that the split has
  /// more.
  case retrieval(EncodedSplit, Links, firstImages: Int?)
  /// Regions and phrases, of which those of the first photos are scored; nil: all.
  case localization(EncodedSplit, LocalizationSplit, firstImages: Int?)

  /// How many images, or photos, are scored where those are not all.
  package var firstImages: Int? {
    switch self {
    case .retrieval(_, _, let count), .localization(_, _, let count): count
    }
  }

  /// Which of its texts the vocabulary knows no word of, for a person; nil where there is none such.
  var unknownTexts: String? {
    let rows =
      switch self {
      case .retrieval(let rows, _, _), .localization(let rows, _, _): rows
      }
    guard let count = rows.unknownTextCount, count > 0 else { return nil }
    return "\(rows.rows.name): \(count) of \(rows.rows.texts.count) texts have no word of the vocabulary"
  }

  /// Scores the split on all ranks; nil on all ranks but 0. A collective.
  func evaluate(_ step: DataParallelStep, world: World) throws -> TaskReport? {
    let head = step.objective.head
    switch self {
    case .retrieval(let rows, let links, _):
      let embedder = Embedder(network: step.network, world: world, dealing: step.dealing)
      return try RetrievalReport.evaluate(rows, links: links, with: embedder, head: head, world: world)
        .map(TaskReport.retrieval)
    case .localization(let rows, let split, let count):
      let embedder = Embedder(network: step.network, world: nil)
      return try LocalizationReport.evaluate(
        split, rows: rows, with: embedder, head: head, world: world, dealing: step.dealing,
        firstPhotos: count
      ).map(TaskReport.localization)
    }
  }
}

/// The figures of a split, of either task.
package enum TaskReport {
  case retrieval(RetrievalReport)
  case localization(LocalizationReport)

  /// In percent.
  func score(_ selection: Selection) -> Double {
    switch self {
    case .retrieval(let report): selection.score(of: report)
    case .localization(let report): selection.score(of: report)
    }
  }
}

extension TaskReport: Encodable {
  /// As the report of its task alone.
  package func encode(to encoder: any Encoder) throws {
    switch self {
    case .retrieval(let report): try report.encode(to: encoder)
    case .localization(let report): try report.encode(to: encoder)
    }
  }
}

extension TrainingConfiguration {
  /// How many of a dev split's images are scored; nil: all.
  func firstDevImages(of imageCount: Int) -> Int? {
    devImages > 0 && devImages < imageCount ? devImages : nil
  }
}
