/// Why a phrase has no box to be found in its photo. Where several hold for its entity, the first of this order.
package enum PhraseDrop: Int, CaseIterable, Comparable, Sendable {
  /// All its boxes are faulty: reversed, outside the photo, or no numbers. Each has its line among the faults.
  case faultyBox
  /// All its boxes are without area, at least within the photo.
  case zeroArea
  /// The entity is the whole scene.
  case scene
  /// The annotators found no box for the entity.
  case noBox
  /// No object of the photo has the entity's id.
  case noObject
  /// The phrase names nothing that can be seen: id 0, or the type "notvisual".
  case notVisual
  /// Its tag cannot be read, so that nobody knows the entity.
  case faultyTag
  /// It stands in a photo whose annotation cannot be used at all.
  case unusablePhoto

  package static func < (one: PhraseDrop, other: PhraseDrop) -> Bool { one.rawValue < other.rawValue }

  /// Completes "12 phrases ...".
  package var summary: String {
    switch self {
    case .faultyBox: "with faulty boxes only"
    case .zeroArea: "with boxes without area only"
    case .scene: "for the whole scene"
    case .noBox: "marked as without a box"
    case .noObject: "without an object"
    case .notVisual: "not visual"
    case .faultyTag: "in tags that cannot be read"
    case .unusablePhoto: "of photos that cannot be used"
    }
  }
}
