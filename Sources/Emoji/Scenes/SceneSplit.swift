import Random

/// A part of the data set of scenes.
struct SceneSplit: Sendable {
  private static let mostScenes = 100_000

  let name: String
  /// Tells the scenes of one split from those of another; the first digit of their identifiers.
  let code: Int
  let count: Int
  /// Whether the regions hold the true boxes.
  let isForTraining: Bool

  /// The identifiers of the scenes, in the order of the list.
  var ids: [Int] {
    precondition(count <= Self.mostScenes, "\(count) scenes")
    return (0..<count).map { code * Self.mostScenes + $0 }
  }
}
