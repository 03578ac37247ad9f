import Failures
import Testing
import Training

@Suite("Settings")
struct TrainingConfigurationTests {
  /// A value that is not the default, for every setting there is.
  private static let unusual: [(name: String, value: String)] = [
    ("task", "localization"), ("data", "-odd name=\"ö\""),
    ("train-split", "more"), ("dev-split", "val"), ("captions-per-image", "30"), ("run", "--config=x"),
    ("seed", "18446744073709551615"), ("epochs", "7"),
    ("max-steps", "123456789"), ("batch-images", "3"), ("sentences-per-image", "4"),
    ("phrases-per-photo", "24"), ("regions-per-phrase", "25"), ("negative-regions", "26"),
    ("positive-overlap", "0.8"), ("negative-overlap", "0.2"), ("region-augmentation", "false"),
    ("spatial-features", "false"),
    ("model", "similarity"), ("hidden", "5"),
    ("embedding", "6"), ("dropout", "0.1"), ("head-hidden", "21"), ("head-output", "22"),
    ("negatives", "23"), ("negative-scope", "neighborhood-first"), ("negative-sides", "images"),
    ("negative-choice", "hardest"), ("hard-candidates", "25"),
    ("warm-start", "else where"), ("margin", "0.30000001"), ("top-violations", "11"),
    ("weight-sentence-anchor", "1e-30"), ("weight-image-anchor", "0.7"), ("weight-image-neighbors", "0.1"),
    ("weight-sentence-neighbors", "16777216.0"), ("learning-rate", "1.2345678901234567e-05"),
    ("text-learning-rate-factor", "0.3333333333333333"), ("schedule", "cosine"),
    ("learning-rate-decay", "0.1"), ("warmup-steps", "8"), ("weight-decay", "5e-324"),
    ("weight-decay-kind", "decoupled"), ("clip-norm", "2.5"), ("image-preparation", "l2"),
    ("sentence-preparation", "standardize"), ("text-units", "words-and-trigrams"),
    ("minimum-word-count", "9"), ("maximum-words", "10"), ("same-text-links", "false"),
    ("selection", "recall-at-1"), ("evaluate-every", "26"), ("dev-images", "27"), ("patience", "12"),
    ("keep-checkpoints", "13"), ("checkpoint-steps", "14"), ("compare-steps", "28"),
    ("precision", "bf16"), ("wire", "bf16"), ("threads", "15"), ("stall-timeout", "29"),
    ("reproducible", "true"), ("reproducible-blocks", "16"),
  ]

  @Test("Every setting there is has a flag of a known name")
  func names() throws {
    #expect(try TrainingConfiguration.settingNames() == Self.unusual.map(\.name))
  }

  @Test("Every setting's text parses back to itself")
  func roundTrip() throws {
    let defaults = try TrainingConfiguration(settings: []).settings
    let settings = Self.unusual.map { Setting(name: $0.name, value: $0.value) }
    let configuration = try TrainingConfiguration(settings: settings)
    let again = try TrainingConfiguration(settings: configuration.settings)
    #expect(again.settings == configuration.settings)
    for (found, given) in zip(configuration.settings, settings) {
      #expect(!defaults.contains(found), "\(found.name) was not set")
      if let number = Double(given.value) {
        // A Float is written in its own shortest digits.
        #expect(Double(found.value).map { abs($0 - number) <= abs(number) * 1e-7 } == true, "\(found)")
      } else {
        #expect(found == given)
      }
    }
    #expect(again.seed == .max)
    #expect(again.margin == 0.30000001)
    #expect(again.learningRate == 1.2345678901234567e-05)
  }

  @Test("The defaults parse back to themselves, the empty name of the default data too")
  func defaultsRoundTrip() throws {
    let defaults = try TrainingConfiguration(settings: [])
    #expect(try TrainingConfiguration(settings: defaults.settings).settings == defaults.settings)
    #expect(defaults.data.isEmpty)
  }

  @Test("The defaults are the published network and loss")
  func defaults() throws {
    let defaults = try TrainingConfiguration(settings: [])
    #expect(defaults.hidden == 2048 && defaults.embedding == 512 && defaults.dropout == 0.5)
    #expect(defaults.margin == 0.05 && defaults.topViolations == 10)
    #expect(defaults.batchImages == 500 && defaults.sentencesPerImage == 2)
    #expect(defaults.weightSentenceAnchor == 1.5 && defaults.weightImageAnchor == 1)
    #expect(defaults.weightImageNeighbors == 0 && defaults.weightSentenceNeighbors == 0.05)
  }

  @Test(
    "A value out of range is refused with its flag and the range",
    arguments: [
      ("epochs", "0", "at least 1"), ("batch-images", "0", "at least 1"),
      ("sentences-per-image", "-1", "at least 1"), ("hidden", "0", "at least 1"),
      ("embedding", "0", "at least 1"), ("top-violations", "0", "at least 1"),
      ("head-hidden", "0", "at least 1"), ("head-output", "0", "at least 1"),
      ("negatives", "0", "at least 1"), ("phrases-per-photo", "-1", "at least 0"),
      ("regions-per-phrase", "0", "at least 1"), ("negative-regions", "-1", "at least 0"),
      ("positive-overlap", "1.1", "at most 1"), ("positive-overlap", "0.2", "not above the second"),
      ("negative-overlap", "-0.1", "above 0"), ("negative-overlap", "nan", "above 0"),
      ("negative-overlap", "0", "above 0"),
      ("task", "both", "localization"),
      ("model", "both", "similarity"), ("negative-scope", "photo", "neighborhood-first"),
      ("negative-sides", "texts", "images"), ("negative-choice", "easiest", "hardest"),
      ("hard-candidates", "0", "at least 1"), ("selection", "median", "recall-at-1"),
      ("minimum-word-count", "0", "at least 1"), ("keep-checkpoints", "0", "at least 1"),
      ("max-steps", "-1", "at least 0"), ("warmup-steps", "-1", "at least 0"),
      ("maximum-words", "-1", "at least 0"), ("evaluate-every", "0", "at least 1"),
      ("dev-images", "-1", "at least 0"), ("patience", "-1", "at least 0"),
      ("checkpoint-steps", "-1", "at least 0"), ("compare-steps", "-1", "at least 0"),
      ("threads", "-1", "at least 0"), ("stall-timeout", "-1", "at least 0"),
      ("reproducible", "maybe", "does not take any value"), ("reproducible-blocks", "0", "at least 1"),
      ("dropout", "1", "not including 1"), ("dropout", "-0.1", "not including 1"),
      ("dropout", "nan", "not including 1"), ("margin", "-1", "at least 0"), ("margin", "nan", "at least 0"),
      ("learning-rate", "inf", "at least 0"), ("weight-decay", "-1", "at least 0"),
      ("clip-norm", "-1", "at least 0"), ("text-learning-rate-factor", "-1", "at least 0"),
      ("weight-sentence-anchor", "-1", "at least 0"), ("weight-image-anchor", "-1", "at least 0"),
      ("weight-image-neighbors", "-1", "at least 0"), ("weight-sentence-neighbors", "-1", "at least 0"),
      ("learning-rate-decay", "0", "at most 1"), ("learning-rate-decay", "1.1", "at most 1"),
      ("run", "", "name of a directory"), ("schedule", "linear", "exponential"), ("seed", "-1", "invalid"),
      ("same-text-links", "maybe", "invalid"),
    ])
  func refusals(name: String, value: String, phrase: String) {
    do {
      _ = try TrainingConfiguration(settings: [Setting(name: name, value: value)])
      Issue.record("--\(name) \(value) was accepted")
    } catch {
      let message = TrainingConfiguration.message(for: error)
      #expect(message.contains("--\(name)") && message.contains(phrase), "\(message)")
    }
  }
}
