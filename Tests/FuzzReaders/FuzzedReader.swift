import Foundation

/// A reader of the project with all that it needs besides the one file that is damaged.
protocol FuzzedReader {
  /// Where the damaged file stands.
  var inputPath: String { get }
  /// Sound files, to begin with.
  var seeds: [[UInt8]] { get }
  /// What means something in such files.
  var tokens: [String] { get }

  /// The bytes with lengths and checksums made right, so that what stands behind them is reached.
  func mended(_ input: [UInt8]) -> [UInt8]

  /// Reads the file at `inputPath`, which has these bytes.
  /// - Returns: whether it was taken as it is; false when parts of it were told and left out.
  /// - Throws: `Failure` when it is refused; `Broken` when what was read is not what the reader promises.
  func read(_ input: [UInt8]) throws -> Bool
}

extension FuzzedReader {
  func mended(_ input: [UInt8]) -> [UInt8] { input }
}

/// A promise of a reader that does not hold.
struct Broken: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// - Throws: `Broken` when the condition does not hold.
func require(_ condition: @autoclosure () throws -> Bool, _ promise: @autoclosure () -> String) throws {
  guard try condition() else { throw Broken(promise()) }
}
