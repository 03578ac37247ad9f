import DataParallel
import Datasets
import Evaluation
import MPI
import Sampling

/// The split that chooses the best checkpoint, with what is true in it.
package enum DevSplit {
  /// Images and captions, and which belong together.
  case retrieval(EncodedSplit, Links)
  /// Regions and phrases.
  case localization(EncodedSplit, LocalizationSplit)

  /// Scores the split on all ranks; nil on all ranks but 0. A collective.
  func evaluate(_ step: DataParallelStep, world: World) throws -> TaskReport? {
    let head = step.objective.head
    switch self {
    case .retrieval(let rows, let links):
      let embedder = Embedder(network: step.network, communicator: world.communicator)
      return try RetrievalReport.evaluate(rows, links: links, with: embedder, head: head, world: world)
        .map(TaskReport.retrieval)
    case .localization(let rows, let split):
      let embedder = Embedder(network: step.network, communicator: nil)
      return try LocalizationReport.evaluate(split, rows: rows, with: embedder, head: head, world: world)
        .map(TaskReport.localization)
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
