/// What is done to a feature vector before the network sees it. Raw values are the names on the command line.
package enum FeaturePreparationKind: String, CaseIterable, Codable, Sendable {
  case none
  /// Each row divided by its Euclidean length; a row of zeros stays as it is.
  case l2
  /// Each column shifted and divided, so that over the training rows its mean is 0 and its standard deviation 1.
  case standardize
}
