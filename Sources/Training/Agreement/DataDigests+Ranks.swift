import Datasets
import Digests
import Failures
import MPI
import NPY

extension DataDigests {
  /// Reads every number of some splits once, and digests them. A collective over all ranks.
  ///
  /// - Throws: `.badData` for numbers that cannot be used; `.configuration`, on the lowest rank whose files are not those
  ///   of rank 0, that names the first of them.
  static func read(_ splits: [any DigestedFiles], world: World) throws -> DataDigests {
    let features = splits.flatMap(\.featureFiles)
    // Ranks that share the reading of a file must have one of the same shape.
    try world.together { try shapes(of: features) }.requireSame(on: world)
    let digests = try allDigests(features, splits, world)
    try digests.requireSame(on: world)
    return digests
  }

  private static func shapes(of features: [NPYFile]) throws -> DataDigests {
    DataDigests(try features.map { FileDigest(path: $0.path, digest: try $0.shapeDigest()) })
  }

  private static func allDigests(
    _ features: [NPYFile], _ splits: [any DigestedFiles], _ world: World
  ) throws -> DataDigests {
    let digests = try FeatureReading(features, world: world).digests(features)
    let others = try world.together { try splits.flatMap { try $0.contentDigests() } }
    return DataDigests(digests + others)
  }

  /// Holds the ranks to the same files. A collective over all ranks.
  private func requireSame(on world: World) throws {
    let own = try world.together { Int(truncatingIfNeeded: try combined()) }
    let least = try world.communicator.allReduce(own, .minimum)
    let greatest = try world.communicator.allReduce(own, .maximum)
    guard least != greatest else { return }
    let expected: DataDigests = try world.fromRoot { self }
    let host = String(decoding: try world.communicator.broadcast(Array(world.hostName.utf8)), as: UTF8.self)
    try world.together {
      guard let difference = difference(from: expected) else { return }
      throw Failure(
        .configuration,
        "rank \(world.rank) on \(world.hostName) has \(difference.text) rank 0 on \(host)",
        expected: "the same files on every host",
        remedy: "copy the data anew, and start every rank in the same directory")
    }
  }

  /// Holds a resumption to the data that the run began with.
  ///
  /// - Throws: `.configuration` that names the first file that differs.
  func requireSame(as begun: DataDigests, run: String) throws {
    guard let difference = difference(from: begun) else { return }
    let found =
      switch difference {
      case .other(let file): "\(file) is not what it was when this run began"
      case .extra(let file): "\(file) is there now, and was not when this run began"
      case .missing(let file): "\(file) is not there, and was when this run began"
      }
    throw Failure(
      .configuration, found, at: run, expected: "the data that the run began with",
      remedy: "restore the file, or give another --run for a new run")
  }
}

extension DataDigests.Difference {
  /// Stands before whom it is compared with: "another train_ims.npy than".
  fileprivate var text: String {
    switch self {
    case .other(let file): "another \(file) than"
    case .extra(let file): "\(file), which is not there for"
    case .missing(let file): "no \(file), unlike"
    }
  }
}
