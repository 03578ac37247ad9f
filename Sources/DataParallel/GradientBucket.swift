import MPI

/// Some of the gradients on their way between nodes: an all-to-all gives each node a piece of all nodes' sums, which it
/// adds up in node order; an all-gather brings the pieces to all.
///
/// Every node ends with the same bits: those of the one that added up the piece.
final class GradientBucket<Number: WireNumber> {
  private let gradients: UnsafeMutablePointer<Float>
  private let ranges: [Range<Int>]
  private let pieces: [Range<Int>]
  private let gathering: Communicator
  /// What this node brings, then what it has of all.
  private let whole: UnsafeMutablePointer<Number>
  /// This node's piece of every node's sums.
  private let parts: UnsafeMutablePointer<Number>
  private var scatter: Request?
  private var gather: Request?
  private(set) var isDone = false

  /// Starts the all-to-all.
  ///
  /// - Parameters:
  ///   - ranges: of the flat buffer, the same on all that take part.
  ///   - scattering: one rank of each node; `gathering` the same ranks again, for the second exchange.
  init(
    _ gradients: UnsafeMutablePointer<Float>, _ ranges: [Range<Int>], scattering: Communicator,
    gathering: Communicator
  ) throws {
    self.gradients = gradients
    self.ranges = ranges
    self.gathering = gathering
    let count = ranges.reduce(0) { $0 + $1.count }
    let nodes = scattering.size
    pieces = (0..<nodes).map { count * $0 / nodes..<count * ($0 + 1) / nodes }
    whole = .allocate(capacity: max(1, count))
    parts = .allocate(capacity: max(1, nodes * pieces[scattering.rank].count))
    var place = 0
    for range in ranges {
      Number.pack(gradients + range.lowerBound, range.count, into: whole + place)
      place += range.count
    }
    scatter = try scattering.startAllToAll(whole, partition: pieces, into: parts)
  }

  deinit {
    whole.deallocate()
    parts.deallocate()
  }

  var hasGathered: Bool { gather != nil }

  /// Goes as far as it can without waiting.
  ///
  /// - Parameter mayGather: whether the second exchange may start: ranks start exchanges in the same order.
  func advance(mayGather: Bool) throws {
    if gather == nil, mayGather, try scatter?.isDone() ?? false {
      let piece = pieces[gathering.rank]
      Number.sum(parts, partCount: pieces.count, count: piece.count, into: whole + piece.lowerBound)
      gather = try gathering.startAllGather(whole, partition: pieces)
    }
    if !isDone, try gather?.isDone() ?? false { finish() }
  }

  private func finish() {
    var place = 0
    for range in ranges {
      Number.unpack(whole + place, range.count, into: gradients + range.lowerBound)
      place += range.count
    }
    isDone = true
  }
}
