import Foundation
import TestSupport
import Testing

/// Some hundred damaged files for each reader; `Launch/fuzz` tries millions.
@Suite("Damaged files", .serialized)
struct FuzzReadersTests {
  private static let readers = [
    "features", "boxes", "captions", "ids", "image-list", "sentences", "annotation", "phrases",
    "phrase-cache",
    "safetensors", "manifest", "checkpoint-name", "run-record", "vocabulary", "encoder", "model",
    "configuration",
    "metrics",
  ]

  /// Each of their inputs is a checkpoint, or a command line.
  private static let slowReaders: Set = ["run-record", "vocabulary", "encoder", "model", "configuration"]

  private static func fuzz(_ arguments: String...) throws -> Launch.Outcome {
    let program = try Launch.path(ofProgram: "fuzz-readers")
    var launch = Launch(arguments: arguments, executable: program)
    launch.timeoutSeconds = 300
    return try launch.run()
  }

  @Test("A reader refuses them with a message or gives sound values: no crash, no hang", arguments: readers)
  func damage(reader: String) throws {
    let directory = try TemporaryDirectory()
    let count = Self.slowReaders.contains(reader) ? "200" : "600"
    let outcome = try Self.fuzz(
      reader, "--count", count, "--seed", "1", "--findings", directory.file("findings"))
    #expect(outcome.status == 0 && !outcome.timedOut, "\(outcome)")
    let fields = outcome.output.split(whereSeparator: \.isWhitespace)
    try #require(fields.count == 5, "\(outcome)")
    #expect(fields[0] == reader && fields[1] == count && fields[4] == "0", "\(outcome)")
    // With nothing refused or nothing accepted, the files were not what they should be.
    #expect(fields[2] != "0" && fields[3] != "0", "\(outcome)")
  }
}
