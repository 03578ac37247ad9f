import DataParallel
import Evaluation
import MPI
import Sampling

/// The split that chooses the best checkpoint, with what is true in it.
package enum DevSplit {
  /// Images and captions, and which belong together.
  case retrieval(EncodedSplit, Links)

  /// Scores the split on all ranks; nil on all ranks but 0. A collective.
  func evaluate(_ step: DataParallelStep, world: World) throws -> TaskReport? {
    let embedder = Embedder(network: step.network, communicator: world.communicator)
    switch self {
    case .retrieval(let split, let links):
      return try RetrievalReport.evaluate(
        split, links: links, with: embedder, head: step.objective.head, world: world
      ).map(TaskReport.retrieval)
    }
  }
}

/// The figures of a split, of either task.
package enum TaskReport {
  case retrieval(RetrievalReport)

  /// In percent.
  func score(_ selection: Selection) -> Double {
    switch self {
    case .retrieval(let report): selection.score(of: report)
    }
  }
}

extension TaskReport: Encodable {
  /// As the report of its task alone.
  package func encode(to encoder: any Encoder) throws {
    switch self {
    case .retrieval(let report): try report.encode(to: encoder)
    }
  }
}
