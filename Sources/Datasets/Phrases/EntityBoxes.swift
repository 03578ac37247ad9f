/// What the objects of one photo say about one entity.
struct EntityBoxes: Equatable, Sendable {
  /// The smallest box that holds all the entity's boxes; `nil` when none can be used.
  private(set) var box: Box?
  private var reason: PhraseDrop?

  /// Why the entity has no box, if it has none.
  var drop: PhraseDrop { reason ?? .noObject }

  mutating func add(_ other: Box) { box = box?.union(with: other) ?? other }

  /// Adds all that another holds.
  mutating func add(_ other: EntityBoxes) {
    if let box = other.box { add(box) }
    if let reason = other.reason { add(reason) }
  }

  mutating func add(_ drop: PhraseDrop) { reason = min(reason ?? drop, drop) }

  mutating func add(_ checked: CheckedBox) {
    switch checked {
    case .box(let box): add(box)
    case .dropped(let reason): add(reason)
    }
  }
}
