import Failures
import NPY

/// What a report on a split says about its files: a line for each, and everything that is wrong.
struct FileInspection {
  var lines: [String] = []
  private(set) var problems: [Failure] = []

  /// The value of `body`; when it throws, that is a problem and the value is `nil`.
  mutating func attempt<Value>(_ body: () throws -> Value) -> Value? {
    do {
      return try body()
    } catch let failure as Failure {
      problems.append(failure)
    } catch {
      problems.append(Failure(.inputOutput, "\(error)"))
    }
    return nil
  }

  mutating func report(_ problem: Failure) { problems.append(problem) }

  /// A file of feature vectors, every number of which is looked at.
  mutating func array(_ path: String) -> NPYFile? {
    guard let file = attempt({ try NPYFile(path: path) }) else { return nil }
    lines.append(
      "  \(Self.fileName(path)): \(file.rows) x \(file.columns) \(file.elementType.name), "
        + Self.megabytes(file.fileByteCount))
    if let failure = attempt({ try file.nonFiniteFailure() }) ?? nil { problems.append(failure) }
    return file
  }

  /// The lines of a text file, `nil` when one of them is faulty.
  mutating func text(_ path: String, item: String) -> [String]? {
    guard let text = attempt({ try TextLines(path: path, item: item) }) else { return nil }
    problems += text.faults
    if text.faultCount > text.faults.count {
      problems.append(
        Failure(
          .badData, "more faulty lines: \(text.faultCount) in all, of which the first are listed", at: path))
    }
    return text.faultCount == 0 ? text.lines : nil
  }

  static func fileName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// "5" or "1 to 7".
  static func range(_ counts: some Collection<Int>) -> String {
    let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
    return least == most ? "\(least)" : "\(least) to \(most)"
  }

  private static func megabytes(_ byteCount: Int) -> String {
    let tenths = (byteCount + 50_000) / 100_000
    return byteCount < 1_000_000 ? "\(byteCount) bytes" : "\(tenths / 10).\(tenths % 10) MB"
  }
}
