import ArgumentParser

extension TrainingConfiguration {
  /// Refuses numbers with which products of sizes would leave 64 bits, or that no machine has memory for.
  func requireLimits() throws {
    let widths = [
      ("hidden", hidden), ("embedding", embedding), ("head-hidden", headHidden), ("head-output", headOutput),
    ]
    let sizes = [
      ("batch-images", batchImages), ("sentences-per-image", sentencesPerImage),
      ("captions-per-image", captionsPerImage),
      ("phrases-per-photo", phrasesPerPhoto), ("regions-per-phrase", regionsPerPhrase),
      ("negative-regions", negativeRegions), ("negatives", negatives), ("hard-candidates", hardCandidates),
      ("top-violations", topViolations), ("threads", threads),
    ]
    let counts = [
      ("epochs", epochs), ("max-steps", maxSteps), ("minimum-word-count", minimumWordCount),
      ("keep-checkpoints", keepCheckpoints), ("warmup-steps", warmupSteps), ("maximum-words", maximumWords),
      ("evaluate-every", evaluateEvery), ("dev-images", devImages), ("patience", patience),
      ("checkpoint-steps", checkpointSteps),
    ]
    for (limit, settings) in [(1 << 20, widths), (1_000_000, sizes), (1_000_000_000, counts)] {
      for (name, value) in settings where value > limit {
        throw ValidationError("--\(name) is \(value); expected a number of at most \(limit)")
      }
    }
  }
}
