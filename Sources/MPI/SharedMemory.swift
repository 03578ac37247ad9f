import Failures
import Foundation

/// Where the files behind the memory that the ranks of a node share are made, and how much room there is.
///
/// The directory is the one that Open MPI is told for windows of its own, else /dev/shm, else, where that is small as
/// containers often leave it, the temporary directory.
struct SharedMemory {
  static let variable = "OMPI_MCA_osc_sm_backing_directory"

  let directory: String
  /// Nil where the system cannot tell.
  let freeBytes: Int?
  /// Open MPI's own files there are sparse: so much of the free space they may still take.
  let promisedBytes: Int

  init(directory: String) {
    self.directory = directory
    var status = statvfs()
    freeBytes =
      statvfs(directory, &status) == 0 ? Int(clamping: UInt(status.f_bavail)) * Int(status.f_frsize) : nil
    promisedBytes = Self.promisedBytes(in: directory)
  }

  /// Of a collective's root: the first directory with room for so many bytes, or where none has it the first of all.
  static func choose(bytes: Int) -> SharedMemory {
    let places = candidates.map(SharedMemory.init(directory:))
    return places.first { $0.hasRoom(for: bytes) } ?? places[0]
  }

  private static var candidates: [String] {
    if let given = ProcessInfo.processInfo.environment[variable], !given.isEmpty { return [given] }
    let places = ["/dev/shm", NSTemporaryDirectory()]
    let usable = places.filter { access($0, W_OK | X_OK) == 0 }
    return usable.isEmpty ? places : usable
  }

  func hasRoom(for bytes: Int) -> Bool {
    freeBytes.map { $0 - promisedBytes >= bytes } ?? true
  }

  /// - Throws: where there is no room for all of some uses together.
  func requireRoom(for uses: [SharedMemoryUse], ranks: Int) throws {
    let needed = uses.reduce(0) { $0 + $1.bytes }
    guard !hasRoom(for: needed) else { return }
    throw refusal("\(freeText) for the shared memory of the \(ranks) ranks of a node", uses: uses)
  }

  /// - Parameter found: what is not enough.
  func refusal(_ found: String, uses: [SharedMemoryUse]) -> Failure {
    let needed = uses.reduce(0) { $0 + $1.bytes }
    var parts = uses.map { "\(Self.megabytes($0.bytes)) for \($0.purpose)" }
    if promisedBytes > 0 { parts.append("\(Self.megabytes(promisedBytes)) for Open MPI's own files there") }
    let whole = parts.count > 1 ? "\(Self.megabytes(needed + promisedBytes)): " : ""
    return Failure(
      .systemError, found, at: directory, expected: whole + parts.joined(separator: ", "),
      remedy: Self.remedy)
  }

  var freeText: String { "\(Self.megabytes(freeBytes ?? 0)) are free" }

  static let remedy =
    "make room there or make it larger (a container's --shm-size), name another directory in \(variable), or take "
    + "one rank a node with more --threads, which shares nothing"

  static func megabytes(_ bytes: Int) -> String {
    bytes < 1_000_000 ? "\(bytes) bytes" : String(format: "%.1f MB", Double(bytes) / 1e6)
  }

  private static func promisedBytes(in directory: String) -> Int {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    // Of Open MPI 4 and 5.
    let segments = names.filter { $0.hasPrefix("vader_segment.") || $0.hasPrefix("sm_segment.") }
    return segments.reduce(0) { total, name in
      var status = stat()
      guard stat("\(directory)/\(name)", &status) == 0 else { return total }
      return total + max(0, Int(status.st_size) - Int(status.st_blocks) * 512)
    }
  }
}
