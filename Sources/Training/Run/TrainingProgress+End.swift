extension TrainingProgress {
  func hasTakenAllSteps(_ configuration: TrainingConfiguration) -> Bool {
    configuration.maxSteps > 0 && step >= configuration.maxSteps
  }

  /// Whether the dev split is scored at the end of the epoch that was done last.
  func isEvaluationDue(_ configuration: TrainingConfiguration) -> Bool {
    epoch % configuration.evaluateEvery == 0 || epoch >= configuration.epochs
  }

  private func isOutOfPatience(_ configuration: TrainingConfiguration) -> Bool {
    configuration.patience > 0 && evaluationsSinceBest >= configuration.patience
  }

  /// Why nothing is left to do and which setting would change that; nil while something is.
  package func end(_ configuration: TrainingConfiguration) -> String? {
    if epoch >= configuration.epochs { return "all \(epoch) epochs are done; raise --epochs for more" }
    if hasTakenAllSteps(configuration) {
      return "--max-steps is \(configuration.maxSteps); raise it for more"
    }
    if isOutOfPatience(configuration) {
      return "evaluations on dev without a better score: \(evaluationsSinceBest); raise --patience for more"
    }
    return nil
  }

  /// Whether nothing is left to do.
  package func isOver(_ configuration: TrainingConfiguration) -> Bool { end(configuration) != nil }
}
