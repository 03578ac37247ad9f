import Foundation
import Tensor
import Testing

/// The losses of the first steps of some trainings by the real program, as they were when the file was written.
///
/// They find a change of the arithmetic that no other test names: a layer that is now computed in another order, a draw
/// that moved to another stream. `Tests/Golden/record-losses` writes them anew where such a change is meant.
package struct GoldenLosses: Codable {
  /// The code that computed them: other code rounds otherwise.
  package var kernels: String
  /// By the name of the training.
  package var losses: [String: [Double]]

  private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Golden/losses.json")

  /// As the environment of `record-losses` says.
  package static var isRecording: Bool { ProcessInfo.processInfo.environment["TBN_RECORD_LOSSES"] != nil }

  private static var ownKernels: String { ProcessorKernels.name(usesOneDNN: false) }

  private static let lock = NSLock()

  private static func load() throws -> GoldenLosses {
    try JSONDecoder().decode(GoldenLosses.self, from: Data(contentsOf: file))
  }

  /// Expects the losses of a training: each bit where the same code computed the golden ones, else the first steps to
  /// some digits, before the rounding has grown.
  package static func expect(
    _ losses: [Double], of name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    if isRecording { return try lock.withLock { try record(losses, of: name) } }
    let golden = try load()
    let expected = try #require(
      golden.losses[name], "no golden losses of \(name)", sourceLocation: sourceLocation)
    let areSame = golden.kernels == ownKernels
    let difference = zip(expected, losses).prefix(areSame ? losses.count : 5).enumerated().first { _, pair in
      areSame ? pair.0 != pair.1 : abs(pair.0 - pair.1) > 1e-3 * abs(pair.0)
    }
    #expect(losses.count == expected.count, sourceLocation: sourceLocation)
    if let (step, (wanted, found)) = difference {
      Issue.record(
        "\(name): the loss of step \(step + 1) is \(found), and was \(wanted) by \(golden.kernels)",
        sourceLocation: sourceLocation)
    }
  }

  private static func record(_ losses: [Double], of name: String) throws {
    var golden = (try? load()) ?? GoldenLosses(kernels: ownKernels, losses: [:])
    if golden.kernels != ownKernels { golden = GoldenLosses(kernels: ownKernels, losses: [:]) }
    golden.losses[name] = losses
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try encoder.encode(golden).write(to: file)
  }
}
