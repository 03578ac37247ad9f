extension TrainingProgress {
  func hasTakenAllSteps(_ configuration: TrainingConfiguration) -> Bool {
    configuration.maxSteps > 0 && step >= configuration.maxSteps
  }

  private func isOutOfPatience(_ configuration: TrainingConfiguration) -> Bool {
    configuration.patience > 0 && epochsSinceBest >= configuration.patience
  }

  /// Why nothing is left to do and which setting would change that; nil while something is.
  package func end(_ configuration: TrainingConfiguration) -> String? {
    if epoch >= configuration.epochs { return "all \(epoch) epochs are done; raise --epochs for more" }
    if hasTakenAllSteps(configuration) {
      return "--max-steps is \(configuration.maxSteps); raise it for more"
    }
    if isOutOfPatience(configuration) {
      return "\(epochsSinceBest) epochs without a better score on dev; raise --patience for more"
    }
    return nil
  }

  /// Whether nothing is left to do.
  package func isOver(_ configuration: TrainingConfiguration) -> Bool { end(configuration) != nil }
}
