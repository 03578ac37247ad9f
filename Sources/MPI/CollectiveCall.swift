import CMPI

/// What a rank says of a collective before it joins it.
struct CollectiveCall: Equatable {
  enum Operation: Int64 {
    case barrier, broadcast, allReduce, allGather, gather, reduceScatter, startAllToAll, startAllGather
    case split, splitNode

    /// As MPI calls it.
    var name: StaticString {
      switch self {
      case .barrier: "MPI_Barrier"
      case .broadcast: "MPI_Bcast"
      case .allReduce: "MPI_Allreduce"
      case .allGather: "MPI_Allgatherv"
      case .gather: "MPI_Gatherv"
      case .reduceScatter: "MPI_Reduce_scatter"
      case .startAllToAll: "MPI_Ialltoallv"
      case .startAllGather: "MPI_Iallgatherv"
      case .split: "MPI_Comm_split"
      case .splitNode: "MPI_Comm_split_type"
      }
    }
  }

  var operation: Operation
  var type: cmpi_type?
  /// Elements in all.
  var count = 0
  /// How they are dealt to the ranks; 0 where they are not.
  var layout: Int64 = 0
  var root = -1
  var reduction: cmpi_operation?

  init(
    _ operation: Operation, _ type: cmpi_type? = nil, count: Int = 0, counts: [Int32] = [], root: Int = -1,
    _ reduction: cmpi_operation? = nil
  ) {
    self.operation = operation
    self.type = type
    self.count = counts.isEmpty ? count : counts.reduce(0) { $0 + Int($1) }
    self.root = root
    self.reduction = reduction
    // FNV-1a: ranks that deal alike get the same number.
    layout = counts.reduce(counts.isEmpty ? 0 : -3_750_763_034_362_895_579) {
      ($0 ^ Int64($1)) &* 1_099_511_628_211
    }
  }

  static let recordLength = 6

  var record: [Int64] {
    [
      operation.rawValue, type.map { Int64($0.rawValue) } ?? -1, Int64(count), layout, Int64(root),
      reduction.map { Int64($0.rawValue) } ?? -1,
    ]
  }

  /// "MPI_Allreduce(4 of float, sum)", from a rank's record.
  static func text(ofRecord record: ArraySlice<Int64>) -> String {
    let record = Array(record)
    let types = ["byte", "uint16", "int64", "float", "double"]
    let reductions = ["sum", "min", "max"]
    let name = Operation(rawValue: record[0]).map { "\($0.name)" } ?? "call \(record[0])"
    var parts: [String] = []
    if types.indices.contains(Int(record[1])) { parts.append("\(record[2]) of \(types[Int(record[1])])") }
    if record[3] != 0 {
      parts.append("dealt as \(String(UInt64(bitPattern: record[3]), radix: 16).suffix(4))")
    }
    if record[4] >= 0 { parts.append("root \(record[4])") }
    if reductions.indices.contains(Int(record[5])) { parts.append(reductions[Int(record[5])]) }
    return "\(name)(\(parts.joined(separator: ", ")))"
  }
}
