import Failures
import Foundation

/// What became of one input.
struct Attempt: CustomStringConvertible {
  enum Outcome {
    case refused(Failure)
    /// Read, with parts that were told and left out.
    case mended
    case accepted
    case finding(String)
  }

  let outcome: Outcome

  private static let secondsLimit = 2.0
  /// Beyond it, more than so many bytes for each of the file are a finding.
  private static let freeByteCount = 64 << 20
  private static let bytesPerByte = 64

  /// Writes the bytes where the reader looks for them, and lets it read.
  init(_ reader: any FuzzedReader, _ input: [UInt8]) throws {
    try Self.write(input, to: reader.inputPath)
    let (memory, start) = (Self.peakByteCount, Self.processorSeconds)
    let outcome = Self.read(reader, input)
    let seconds = Self.processorSeconds - start
    let growth = Self.peakByteCount - memory
    if case .finding = outcome {
      self.outcome = outcome
    } else if seconds > Self.secondsLimit {
      self.outcome = .finding("took \(seconds) seconds")
    } else if growth > Self.freeByteCount + Self.bytesPerByte * input.count {
      self.outcome = .finding("took \(growth >> 20) MiB for \(input.count) bytes")
    } else {
      self.outcome = outcome
    }
  }

  var isFinding: Bool { if case .finding = outcome { true } else { false } }

  var description: String {
    switch outcome {
    case .refused(let failure): "refused with status \(failure.status.rawValue): \(failure)"
    case .mended: "accepted in part"
    case .accepted: "accepted"
    case .finding(let what): "finding: \(what)"
    }
  }

  private static func read(_ reader: any FuzzedReader, _ input: [UInt8]) -> Outcome {
    do {
      return try reader.read(input) ? .accepted : .mended
    } catch let failure as Failure {
      return fault(of: failure).map { .finding($0) } ?? .refused(failure)
    } catch {
      return .finding("\(type(of: error)): \(error)")
    }
  }

  /// What is wrong with a message; nil for a good one.
  private static func fault(of failure: Failure) -> String? {
    let text = failure.description
    let allowed: [ExitStatus] = [.badData, .noInput, .configuration]
    if !allowed.contains(failure.status) { return "status \(failure.status.rawValue): \(text)" }
    if text.utf8.count > 20_000 { return "a message of \(text.utf8.count) bytes" }
    let hasControl = text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    return hasControl ? "a message with control characters" : nil
  }

  private static func write(_ input: [UInt8], to path: String) throws {
    // The same file every time: to make and remove files took most of the time.
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    defer { close(descriptor) }
    let count = input.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
    guard descriptor >= 0, count == input.count else {
      throw Failure(.inputOutput, "cannot be written", at: path)
    }
  }

  private static var usage: rusage {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage
  }

  private static var peakByteCount: Int { usage.ru_maxrss * 1024 }

  private static var processorSeconds: Double {
    let time = usage.ru_utime
    return Double(time.tv_sec) + Double(time.tv_usec) * 1e-6
  }
}
