import ArgumentParser
import Datasets
import Evaluation
import Failures
import Foundation
import Tensor
import Training
import TwoBranch

struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Nearest images of a text, or nearest texts of an image.",
    discussion: "By the cosine for an embedding network, by the score for a similarity network.")

  @Argument(help: ArgumentHelp("Run directory of 'tbn-dist train'.", valueName: "run"))
  var runDirectory: String
  @Argument(help: "Texts; each gets its nearest images.")
  var texts: [String] = []
  @Option(help: "Id of an image of the split; it gets its nearest texts. May be repeated.")
  var image: [String] = []
  @Option(name: .customShort("k"), help: "How many.")
  var count = 5
  @Option(help: "Data directory; without it that of the training.")
  var data: String?
  @Option(help: "Split that is searched.")
  var split = "test"
  @Option(help: "Captions of each image, where no ids tell; without it as in the training.")
  var captionsPerImage: Int?
  @Option(help: "Checkpoint's name; without it the best.")
  var checkpoint: String?

  func validate() throws {
    guard !texts.isEmpty || !image.isEmpty else { throw ValidationError("give a text or --image ID") }
    try requireCount(captionsPerImage, "captions-per-image")
    guard count >= 1 else { throw ValidationError("-k is \(count); expected at least 1") }
  }

  func run() throws {
    guard LaunchedRank.number == 0 else { return }
    let model = try TrainedModel(run: runDirectory, checkpoint: checkpoint)
    try model.require(.retrieval, of: runDirectory, instead: "localize")
    let rows = try model.retrievalSplit(split, of: data, captionsPerImage: captionsPerImage)
    rows.notes.forEach { StandardError.write("warning: \($0)\n") }
    try rows.validate()
    let encoded = try EncodedSplit(rows, encoder: model.encoder)
    let embedder = Embedder(network: model.network, world: nil)
    if !texts.isEmpty { try searchImages(model, rows, encoded, embedder) }
    if !image.isEmpty { try searchTexts(model, rows, encoded, embedder) }
  }

  private func searchImages(
    _ model: TrainedModel, _ split: RetrievalSplit, _ encoded: EncodedSplit, _ embedder: Embedder
  ) throws {
    let queries = try model.embed(texts)
    let images = try embedder.images(of: encoded)
    for (number, text) in texts.enumerated() {
      print("\"\(text)\": nearest of \(images.rows) images of \(split.name)")
      let unknown = model.unknownWords(in: text)
      if !unknown.isEmpty {
        print("     not in the vocabulary, and ignored: \(unknown.joined(separator: ", "))")
      }
      for (place, found) in try model.nearest(count, to: queries.rows(number..<number + 1), among: images)
        .enumerated()
      {
        let caption = split.links.texts(of: found.row).first.map { split.captions[Int($0)] } ?? ""
        printHit(place, found.similarity, "\(split.imageIDs[found.row])  \(caption)")
      }
    }
  }

  private func searchTexts(
    _ model: TrainedModel, _ split: RetrievalSplit, _ encoded: EncodedSplit, _ embedder: Embedder
  ) throws {
    let rows = try image.map { try row(of: $0, in: split) }
    let queries = embedder.embed(.image, try encoded.imageInput(rows, in: InputBuffers()))
    let captions = try embedder.texts(of: encoded)
    if let count = encoded.unknownTextCount, count > 0 {
      print(
        "\(count) of the \(captions.rows) captions have no word of the vocabulary, and cannot be told apart")
    }
    for (number, id) in image.enumerated() {
      print("image \(id): nearest of \(captions.rows) captions of \(split.name)")
      let own = split.links.texts(of: rows[number])
      for (place, found) in try model.nearest(count, to: queries.rows(number..<number + 1), among: captions)
        .enumerated()
      {
        printHit(
          place, found.similarity,
          split.captions[found.row] + (own.contains(Int32(found.row)) ? "  (its own)" : ""))
      }
    }
  }

  private func row(of id: String, in split: RetrievalSplit) throws -> Int {
    guard let row = split.row(ofImage: id) else {
      throw Failure(
        .usage, "no image '\(id)' in the split \(split.name)", at: split.directory,
        expected: "an id such as '\(split.imageIDs[0])'")
    }
    return row
  }

  private func printHit(_ place: Int, _ similarity: Float, _ text: String) {
    print(String(format: "%3d  %6.3f  ", place + 1, similarity) + text)
  }
}
