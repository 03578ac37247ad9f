import Digests
import Failures
import TestSupport
import Testing

@testable import Training

@Suite("Comparing the data of a run")
struct DataDigestsTests {
  private func digests(_ files: KeyValuePairs<String, UInt64>) -> DataDigests {
    DataDigests(files.map { FileDigest(file: $0.key, digest: $0.value) })
  }

  private static let begun: KeyValuePairs<String, UInt64> = ["ims": 1, "caps": 2, "photo": 3, "photo": 4]

  @Test("The same files are the same data")
  func same() throws {
    let begun = digests(Self.begun)
    #expect(begun.difference(from: digests(Self.begun)) == nil)
    try begun.requireSame(as: begun, run: "r")
    #expect(try begun.combined() == digests(Self.begun).combined())
  }

  @Test("The first file that differs is named, and how it does")
  func difference() throws {
    let begun = digests(Self.begun)
    let cases: [(DataDigests, DataDigests.Difference, String)] = [
      (
        digests(["ims": 1, "caps": 9, "photo": 3, "photo": 9]), .other(file: "caps"),
        "r: caps is not what it was when this run began"
      ),
      (digests(["ims": 1, "caps": 2, "photo": 3, "photo": 5]), .other(file: "photo"), "photo is not what"),
      (digests(["ims": 1, "caps": 2, "photo": 3]), .other(file: "photo"), "photo is not what"),
      (
        digests(["ims": 1, "photo": 3, "photo": 4]), .missing(file: "caps"),
        "caps is not there, and was when this run began"
      ),
      (
        digests(["ims": 1, "caps": 2, "ids": 0, "photo": 3, "photo": 4]), .extra(file: "ids"),
        "ids is there now, and was not when this run began"
      ),
    ]
    for (now, expected, message) in cases {
      #expect(now.difference(from: begun) == expected)
      #expect(try now.combined() != begun.combined())
      expectFailure(.configuration, message, "--run for a new run") {
        try now.requireSame(as: begun, run: "r")
      }
    }
  }
}
