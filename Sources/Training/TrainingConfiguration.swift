import ArgumentParser
import DataParallel
import Datasets
import Optimizers
import Sampling

/// Everything that decides what a training run computes, and a few things that decide how it is run.
///
/// Each setting is declared once, here: as a property, a flag, a key of a configuration file, and an entry of the
/// run's record.
package struct TrainingConfiguration: ParsableArguments {
  @Option(help: "retrieval (images and sentences) or localization (phrases and regions of photos).")
  package var task = TaskKind.retrieval
  @Option(help: "Directory with the files of the splits. Empty: the prepared emoji.")
  package var data = ""
  @Option(help: "Split that is trained on.")
  package var trainSplit = "train"
  @Option(help: "Split that chooses the best checkpoint; dev may be missing. Empty: none.")
  package var devSplit = "dev"
  @Option(
    help: "Retrieval: captions of each image, in a row, where no ids tell; 0: as the counts and rows say.")
  package var captionsPerImage = 0
  @Option(help: "Run directory. The same command on it again resumes.")
  package var run = "runs/default"
  @Option(help: "Seed of everything random.")
  package var seed: UInt64 = 1
  @Option(
    help: "Epochs; each takes every caption once as an anchor, or brings every phrase of every photo once.")
  package var epochs = 20
  @Option(help: "Stop after so many steps; 0: no limit.")
  package var maxSteps = 0
  @Option(help: "Distinct images, or photos, in a global batch (over all ranks).")
  package var batchImages = 500
  @Option(help: "Retrieval: sentences of each image in a batch.")
  package var sentencesPerImage = 2

  @Option(help: "Localization: most phrases that a photo brings at once; 0: all.")
  package var phrasesPerPhoto = 0
  @Option(help: "Localization: regions that a photo brings for each of its phrases.")
  package var regionsPerPhrase = 3
  @Option(help: "Localization: regions that a photo brings although none of its phrases means them.")
  package var negativeRegions = 30
  @Option(
    help: "Localization: a region whose overlap (IoU) with a phrase's box is at least this is positive.")
  package var positiveOverlap: Float = 0.6
  @Option(help: "Localization: one with less overlap than this is negative; those between are neither.")
  package var negativeOverlap: Float = 0.3
  @Option(help: "Localization: take all regions of enough overlap as positive, not only the best one.")
  package var regionAugmentation = true
  @Option(help: "Localization: append x1/W, y1/H, x2/W, y2/H and area/(W*H) to a region's features.")
  package var spatialFeatures = true

  @Option(
    help: "embedding (distances rank) or similarity (a head on x * y scores pairs; costs more to evaluate).")
  package var model = ModelKind.embedding
  @Option(help: "Width of the hidden layers.")
  package var hidden = 2048
  @Option(help: "Width of the embedding space.")
  package var embedding = 512
  @Option(help: "Part of the hidden units dropped in training.")
  package var dropout: Float = 0.5

  @Option(help: "Similarity network: width of the head's first layer.")
  package var headHidden = 1024
  @Option(help: "Similarity network: width of the head's second layer.")
  package var headOutput = 256
  @Option(help: "Similarity network: negative pairs for each positive one.")
  package var negatives = 2
  @Option(
    help:
      "Where negatives come from: batch, or neighborhood-first (its photo's own regions and phrases, then the batch)."
  )
  package var negativeScope = NegativeRule.Scope.batch
  @Option(help: "Similarity network: other images and texts in turn (both), or other images only (images).")
  package var negativeSides = NegativeRule.Sides.both
  @Option(
    help:
      "Similarity network: random negatives, or of several drawn the hardest, which the head scores highest.")
  package var negativeChoice = NegativeRule.Choice.random
  @Option(help: "Similarity network: negatives drawn for each positive pair where the hardest are chosen.")
  package var hardCandidates = 10

  @Option(help: "Begin with the branches of this run's best checkpoint; empty: with random ones.")
  package var warmStart = ""

  @Option(help: "Margin of the hinges.")
  package var margin: Float = 0.05
  @Option(help: "Worst violations (K) that count for each pair.")
  package var topViolations = 10
  @Option(help: "Weight of: sentence anchor, its image, negative images.")
  package var weightSentenceAnchor: Float = 1.5
  @Option(help: "Weight of: image anchor, its sentences, negative sentences.")
  package var weightImageAnchor: Float = 1
  @Option(help: "Weight of: image anchor, its farthest neighbour image, negative images.")
  package var weightImageNeighbors: Float = 0
  @Option(help: "Weight of: sentence anchor, its farthest neighbour sentence, negative sentences.")
  package var weightSentenceNeighbors: Float = 0.05

  @Option(help: "Adam's learning rate.")
  package var learningRate = 1e-4
  @Option(help: "The text branch's learning rate over the image branch's.")
  package var textLearningRateFactor = 1.0
  @Option(
    help:
      "Learning rate over time: constant, exponential (by epochs) or cosine (to zero after the last epoch).")
  package var schedule = LearningRateSchedule.Kind.exponential
  @Option(help: "Factor of the exponential schedule after each epoch.")
  package var learningRateDecay = 0.85
  @Option(help: "Steps over which the learning rate rises from zero.")
  package var warmupSteps = 0
  @Option(help: "Weight decay, on weights of fully connected layers only.")
  package var weightDecay = 0.0
  @Option(help: "How weight decay enters: l2 (added to the gradient) or decoupled.")
  package var weightDecayKind = Adam.Decay.l2
  @Option(help: "Largest Euclidean norm of the gradient; longer ones are scaled down. 0: no limit.")
  package var clipNorm = 0.0

  @Option(help: "Image features: none, l2 (unit rows) or standardize (by the training split's columns).")
  package var imagePreparation = FeaturePreparationKind.standardize
  @Option(help: "The same for the caption vectors of {split}_sents.npy.")
  package var sentencePreparation = FeaturePreparationKind.none
  @Option(help: "What captions are counted in: words or words-and-trigrams (of characters).")
  package var textUnits = TextUnits.words
  @Option(help: "Words in fewer training captions are left out.")
  package var minimumWordCount = 1
  @Option(help: "Most words in the vocabulary; 0: no limit.")
  package var maximumWords = 0
  @Option(help: "Make the same text under two images positive for both: true or false.")
  package var sameTextLinks = true

  @Option(
    help:
      "What makes a checkpoint the best on dev: mean-recall (R@1, 5, 10 both ways) or recall-at-1 (both ways)."
  )
  package var selection = Selection.meanRecall
  @Option(help: "Epochs from one evaluation on dev to the next; the last epoch is always evaluated.")
  package var evaluateEvery = 1
  @Option(help: "Evaluate on the first images of dev only, so many; 0: on all.")
  package var devImages = 0
  @Option(help: "Stop after so many evaluations on dev without a better one; 0: never.")
  package var patience = 0
  @Option(help: "Checkpoints kept besides the best one.")
  package var keepCheckpoints = 2
  @Option(help: "Write a checkpoint every so many steps too; 0: after epochs only.")
  package var checkpointSteps = 0
  @Option(help: "Compare the model's bits between ranks every so many steps; 0: at checkpoints only.")
  package var compareSteps = 50
  @Option(
    help:
      "What products of training read: fp32, fp32-fast (by the faster library; its sums may depend on the rows of a rank), bf16 (rounded to 8 bits; the rest stays fp32), or auto (bf16 where the processor has it)."
  )
  package var precision = PrecisionChoice.fp32
  @Option(help: "How gradients travel between nodes: fp32, or bf16 (half the bytes, rounded to 8 bits).")
  package var wire = WireFormat.fp32
  @Option(help: "Threads of each rank; 0: the cores it may use, shared fairly with the ranks beside it.")
  package var threads = 0
  @Option(help: "Seconds after which a rank that stands still ends the job, which can go on then; 0: never.")
  package var stallTimeout = 300
  @Flag(
    inversion: .prefixedNo,
    help: "The same bits at every number of ranks, by fixed blocks of a batch and one thread a rank; slower.")
  package var reproducible = false
  @Option(help: "Blocks of a batch that are fixed with --reproducible: the most ranks that can share it.")
  package var reproducibleBlocks = 8

  package init() {}

  package func validate() throws {
    let counts: [(String, Int, Int)] = [
      ("epochs", epochs, 1), ("batch-images", batchImages, 1), ("sentences-per-image", sentencesPerImage, 1),
      ("captions-per-image", captionsPerImage, 0),
      ("phrases-per-photo", phrasesPerPhoto, 0), ("regions-per-phrase", regionsPerPhrase, 1),
      ("negative-regions", negativeRegions, 0),
      ("hidden", hidden, 1), ("embedding", embedding, 1), ("top-violations", topViolations, 1),
      ("head-hidden", headHidden, 1), ("head-output", headOutput, 1), ("negatives", negatives, 1),
      ("hard-candidates", hardCandidates, 1),
      ("minimum-word-count", minimumWordCount, 1), ("keep-checkpoints", keepCheckpoints, 1),
      ("max-steps", maxSteps, 0), ("warmup-steps", warmupSteps, 0), ("maximum-words", maximumWords, 0),
      ("evaluate-every", evaluateEvery, 1), ("dev-images", devImages, 0), ("patience", patience, 0),
      ("checkpoint-steps", checkpointSteps, 0), ("compare-steps", compareSteps, 0), ("threads", threads, 0),
      ("stall-timeout", stallTimeout, 0), ("reproducible-blocks", reproducibleBlocks, 1),
    ]
    for (name, value, least) in counts where value < least {
      throw Self.tooSmall(name, "\(value)", "\(least)")
    }
    try requireLimits()
    let numbers: [(String, Double)] = [
      ("weight-decay", weightDecay), ("clip-norm", clipNorm), ("learning-rate", learningRate),
      ("text-learning-rate-factor", textLearningRateFactor), ("margin", Double(margin)),
      ("weight-sentence-anchor", Double(weightSentenceAnchor)),
      ("weight-image-anchor", Double(weightImageAnchor)),
      ("weight-image-neighbors", Double(weightImageNeighbors)),
      ("weight-sentence-neighbors", Double(weightSentenceNeighbors)),
    ]
    for (name, value) in numbers where !(value >= 0 && value.isFinite) {
      throw Self.tooSmall(name, "\(value)", "0")
    }
    guard !run.isEmpty else { throw ValidationError("--run is empty; expected the name of a directory") }
    guard !trainSplit.isEmpty else {
      throw ValidationError("--train-split is empty; expected the name of a split, such as train")
    }
    guard dropout >= 0, dropout < 1 else {
      throw ValidationError("--dropout is \(dropout); expected a number from 0 up to but not including 1")
    }
    // With 0 no region of a photo would be negative for its phrases.
    guard negativeOverlap > 0, negativeOverlap <= positiveOverlap, positiveOverlap <= 1 else {
      throw ValidationError(
        "--negative-overlap is \(negativeOverlap) and --positive-overlap \(positiveOverlap);"
          + " expected numbers above 0, at most 1, the first not above the second")
    }
    try negativeChoice.require(candidates: hardCandidates, for: negatives)
    guard learningRateDecay > 0, learningRateDecay <= 1 else {
      throw ValidationError(
        "--learning-rate-decay is \(learningRateDecay); expected a number above 0, at most 1")
    }
  }

  private static func tooSmall(_ name: String, _ value: String, _ least: String) -> ValidationError {
    ValidationError("--\(name) is \(value); expected a number of at least \(least)")
  }
}

extension LearningRateSchedule.Kind: ExpressibleByArgument {}
extension NegativeRule.Choice: ExpressibleByArgument {
  /// - Throws: when fewer are drawn than shall be chosen of them.
  package func require(candidates: Int, for negatives: Int) throws {
    guard self == .random || candidates >= negatives else {
      throw ValidationError(
        "--hard-candidates is \(candidates); expected at least the \(negatives) of --negatives")
    }
  }
}
extension NegativeRule.Scope: ExpressibleByArgument {}
extension NegativeRule.Sides: ExpressibleByArgument {}
extension Selection: ExpressibleByArgument {}
extension PrecisionChoice: ExpressibleByArgument {}
extension WireFormat: ExpressibleByArgument {}
extension Adam.Decay: ExpressibleByArgument {}
extension FeaturePreparationKind: ExpressibleByArgument {}
extension TextUnits: ExpressibleByArgument {}
