import Training
import Sampling
import TwoBranch

/// Hands out the input of one step after another in one of the ways that are compared.
struct InputSource {
  private let way: InputWay
  private let split: EncodedSplit
  private let rank: Int
  private let dealing: BlockDealing
  private let buffers = InputBuffers()
  private let first: Sides<BranchInput>
  private let reader: BatchReader?
  private var order: BatchOrder
  /// The batch that is due.
  private var place: BatchOrder.Element?

  /// - Parameter first: what there is where nothing is read.
  init(
    _ way: InputWay, _ order: BatchOrder, rank: Int, of dealing: BlockDealing, from split: EncodedSplit,
    first: Sides<BranchInput>
  ) throws {
    self.way = way
    self.split = split
    self.rank = rank
    self.dealing = dealing
    self.first = first
    self.order = order
    place = self.order.next()
    reader = way == .ahead ? try BatchReader(order, rank: rank, of: dealing, from: split) : nil
  }

  mutating func next() throws -> Sides<BranchInput> {
    switch way {
    case .without: return first
    case .ahead: return try reader?.next()?.inputs ?? first
    case .inTurn, .advised:
      guard let place else { return first }
      self.place = order.next()
      return try RankBatch(place, rank: rank, of: dealing, from: split, into: buffers).inputs
    }
  }

  /// Where that is the way, asks the system for the rows of the step that comes next.
  func announceNext() {
    guard way == .advised, let place else { return }
    let rows = RankBatch.rows(BatchPartition(place.batch, dealing, rank: rank))
    split.willRead(images: rows.image, texts: rows.text)
  }
}
