import Tensor
import TestSupport
import TwoBranch

@testable import Training

/// Phrase localization from its definition, in doubles: what a network of given parameters finds in a menagerie.
struct LocalizationTwin {
  private let model: TrainedModel
  private let branches: Sides<BranchTwin>
  private let head: HeadTwin?
  /// Mean and deviation of each column of the training regions, with their places.
  private let moments: [(mean: Double, deviation: Double)]

  /// - Parameter parameters: of the model, as its flat buffer.
  init(_ model: TrainedModel, _ layout: ParameterLayout, parameters: Matrix, train: Menagerie) {
    self.model = model
    let flat = parameters.numbers.map(Double.init)
    branches = Sides(
      image: BranchTwin(layout, .image, flat: flat), text: BranchTwin(layout, .text, flat: flat))
    head = model.head.map { _ in HeadTwin(layout, flat: flat) }
    let rows = train.photos.flatMap(Self.rows)
    moments = rows[0].indices.map { column in
      let mean = rows.reduce(0) { $0 + $1[column] } / Double(rows.count)
      let square = rows.reduce(0) { $0 + ($1[column] - mean) * ($1[column] - mean) } / Double(rows.count)
      return (mean, square.squareRoot())
    }
  }

  /// Features, and corners and area as parts of the photo's width, height and area.
  private static func rows(of photo: Menagerie.Photo) -> [[Double]] {
    let (width, height) = (Double(Menagerie.width), Double(Menagerie.height))
    return zip(photo.features, photo.boxes).map { features, box in
      let corners = box.map(Double.init)
      let area = (corners[2] - corners[0]) * (corners[3] - corners[1]) / (width * height)
      return features.map(Double.init)
        + [corners[0] / width, corners[1] / height, corners[2] / width, corners[3] / height, area]
    }
  }

  /// The scores of a text with every region of a photo.
  func scores(of text: String, in photo: Menagerie.Photo) throws -> [Double] {
    guard !photo.boxes.isEmpty else { return [] }
    guard case .bagOfWords(let bag) = model.encoder.texts else { throw LaunchError("no bag of words") }
    let prepared = Self.rows(of: photo).map { row in
      zip(row, moments).map { ($0 - $1.mean) / $1.deviation }
    }
    let regions = embed(
      .image, DoubleMatrix(rows: prepared.count, columns: moments.count, values: Array(prepared.joined())))
    let query = embed(.text, DoubleMatrix(bag.encode([text.lowercased()])))
    var products = regions
    for row in 0..<products.rows {
      for column in 0..<products.columns { products[row, column] *= query[0, column] }
    }
    if let head, let running = model.head?.running { return head.scores(products, running: running) }
    return (0..<products.rows).map { products.row($0).reduce(0, +) }
  }

  private func embed(_ side: Side, _ rows: DoubleMatrix) -> DoubleMatrix {
    let running = model.network.running[side]
    let kept = DoubleMatrix(
      rows: rows.rows, columns: running.mean.count,
      values: [Double](repeating: 1, count: rows.rows * running.mean.count))
    return branches[side].embed(
      rows, mean: running.mean.map(Double.init), variance: running.variance.map(Double.init), mask: kept)
  }

  /// For each phrase of a type (nil: of all) the place of the first correct region in the order of falling scores;
  /// nil where no region is correct.
  func ranks(_ split: Menagerie, type: String? = nil) throws -> [Int?] {
    try split.photos.flatMap { photo in
      try photo.phrases.filter { type == nil || $0.type == type }.map { phrase in
        let scores = try scores(of: phrase.text, in: photo)
        let order = scores.indices.sorted { scores[$0] > scores[$1] }
        return order.firstIndex { Self.overlap(photo.boxes[$0], phrase.box) >= 0.5 }.map { $0 + 1 }
      }
    }
  }

  private static func overlap(_ one: [Float], _ other: [Float]) -> Float {
    let width = max(0, min(one[2], other[2]) - max(one[0], other[0]))
    let height = max(0, min(one[3], other[3]) - max(one[1], other[1]))
    func area(_ box: [Float]) -> Float { (box[2] - box[0]) * (box[3] - box[1]) }
    return width * height / (area(one) + area(other) - width * height)
  }
}
