import Sampling
import TwoBranch

/// What a configuration means for its data, before anything is trained.
package struct TrainingPlan: CustomStringConvertible {
  /// What is odd about the data, a line each.
  package let warnings: [String]
  private let rows: String
  private let shape: NetworkShape
  private let layout: ParameterLayout
  private let sampler: any BatchSampler
  private let configuration: TrainingConfiguration
  /// The first one.
  private let batch: GlobalBatch

  package init(_ configuration: TrainingConfiguration) throws {
    self.configuration = configuration
    let directory = try TrainingData.directory(of: configuration.data, configuration.task)
    let data = try TrainingData(directory: directory, configuration)
    rows = data.summary[0]
    warnings = data.warnings
    shape = data.encoder.networkShape(configuration)
    layout = ParameterLayout(shape)
    sampler = data.sampler
    let plan = sampler.epoch(0)
    batch = plan.batch(0)
  }

  package var description: String {
    """

    training split    \(rows)
    image branch      \(line(shape.image))
    text branch       \(line(shape.text))\(headLine)
    parameters        \(layout.parameterCount)
    bytes a node      \(nodeBytes) (parameters, gradients and both moments of Adam, shared by its ranks)
    bytes of rows     \(activationBytes) over all ranks (inputs, activations and their gradients)
    global batch      \(batchLine)
    steps an epoch    \(epochSteps)
    steps             \(sampler.stepCount(configuration))
    """
  }

  private var batchLine: String {
    switch configuration.task {
    case .retrieval: "\(batch.images.count) images, \(batch.texts.count) sentences"
    case .localization:
      "\(batch.neighborhoodCount) photos, \(batch.texts.count) phrases, \(batch.images.count) regions (the first one)"
    }
  }

  private var epochSteps: String {
    let range = sampler.batchesPerEpoch
    return range.lowerBound == range.upperBound
      ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
  }

  private func line(_ branch: BranchShape) -> String {
    "\(branch.inputColumns) (\(branch.input.rawValue)) -> \(branch.hidden) -> \(branch.embedding)"
  }

  private var headLine: String {
    guard let head = shape.head else { return "" }
    return "\nhead              x * y \(head.embedding) -> \(head.hidden) -> \(head.output) -> 1, "
      + "\(configuration.negatives) negatives for each positive pair\(choice)"
  }

  private var choice: String {
    switch configuration.negativeChoice {
    case .random: ""
    case .hardest: ", the hardest of \(configuration.hardCandidates)"
    }
  }

  /// With `auto`, what it takes where that chooses bf16.
  private var nodeBytes: Int {
    let isSingle = [.fp32, .fp32Fast].contains(configuration.precision)
    return layout.count * (isSingle ? 16 : 18)
  }

  /// Inputs, pre-activations, activations and their gradients of a whole batch.
  private var activationBytes: Int {
    let rows = (batch.images.count, batch.texts.count)
    let text = shape.text.input == .dense ? shape.text.inputColumns : 0
    let pairs = rows.1 * (1 + configuration.negatives)
    let head = shape.head.map { pairs * (2 * $0.embedding + 3 * ($0.hidden + $0.output)) } ?? 0
    return 4
      * (rows.0 * (shape.image.inputColumns + 3 * shape.image.hidden) + rows.1
        * (text + 3 * shape.text.hidden) + head)
  }
}
