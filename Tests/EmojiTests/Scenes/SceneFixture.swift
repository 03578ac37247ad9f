import Foundation

@testable import Emoji

/// Emoji that need no font, and scenes of them that are small enough to be made many times.
enum SceneFixture {
  static let vocabulary = SceneVocabulary([
    concept("red apple", ["apple", "fruit"], .other), concept("green pear", ["fruit", "pear"], .other),
    concept("cat face", ["cat", "face", "pet"], .animals), concept("dog", ["dog", "pet"], .animals),
    concept("jeans", ["trousers"], .clothing), concept("Statue of Liberty", ["liberty"], .scene),
    concept("umbrella", ["rain"], .other), concept("unicorn", ["face"], .animals),
    concept("hot dog", ["sausage"], .other), concept("wine glass", ["glass", "wine"], .other),
    concept("tall tree", ["tree"], .other), concept("person running", ["running"], .people),
  ])

  /// Few and small scenes of the usual kind.
  static var design: SceneDesign {
    var design = SceneDesign()
    design.canvasWidth = 120
    design.canvasHeight = 90
    design.vocabularyCount = vocabulary.concepts.count
    design.longerSides = 14...36
    (design.trainCount, design.devCount, design.testCount) = (40, 30, 30)
    return design
  }

  /// All scenes of `design`, each with its split and its index in it.
  static let scenes: [(scene: Scene, split: SceneSplit, index: Int)] = design.splits.flatMap { split in
    split.ids.indices.map { (Scene(index: $0, of: split, vocabulary: vocabulary, design: design), split, $0) }
  }

  static func concept(_ name: String, _ keywords: [String], _ category: PhraseCategory) -> SceneConcept {
    let letters = name.unicodeScalars.reduce(UInt32(0)) { ($0 &* 31 &+ $1.value) % 20_000 }
    let scalar = Unicode.Scalar(0x4E00 + letters) ?? "?"
    guard let cutout = Cutout(trimming: drawing(shape: Int(letters))) else {
      preconditionFailure("an empty drawing")
    }
    return SceneConcept(
      sequence: EmojiSequence(key: String(scalar)), name: name, keywords: keywords, category: category,
      cutout: cutout)
  }

  /// A dark ellipse with a soft edge, `[40, 44, 4]`; its colour and its sides depend on `shape`.
  static func drawing(shape: Int) -> FloatImage {
    let (width, height) = (44, 40)
    let radii = SIMD2(Float(12 + shape % 9), Float(11 + shape % 7))
    let color = SIMD3(Float(shape % 3), Float(shape % 5), Float(shape % 7)) / 20
    var values: [Float] = []
    for row in 0..<height {
      for column in 0..<width {
        let offset = SIMD2(Float(column) - 21.5, Float(row) - 19.5) / radii
        let alpha = min(max(6 * (1 - (offset * offset).sum()), 0), 1)
        values += [color.x * alpha, color.y * alpha, color.z * alpha, alpha]
      }
    }
    return FloatImage(width: width, height: height, channels: 4, values: values)
  }
}
