extension TrainingData {
  init(localization directory: String, _ configuration: TrainingConfiguration, validating: Bool) throws {
    preconditionFailure()
  }
}
