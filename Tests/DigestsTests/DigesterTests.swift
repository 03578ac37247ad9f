import Digests
import Testing

@Suite("Digests")
struct DigesterTests {
  private func digest(_ combine: (Digester) -> Void) throws -> UInt64 {
    let digester = try Digester()
    combine(digester)
    return digester.value
  }

  // Source: the test vectors of xxHash (tests/sanity_test_vectors.h), for input of length 0.
  @Test("An empty input has the digest that the specification gives")
  func empty() throws {
    #expect(try Digester().value == 0x2d06_8005_38d3_94c2)
    #expect(Digester.digest(of: UnsafeRawBufferPointer(start: nil, count: 0)) == 0x2d06_8005_38d3_94c2)
  }

  @Test("The pieces in which bytes come do not matter", arguments: [1, 3, 64, 255, 256, 257, 999])
  func pieces(size: Int) throws {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    try bytes.withUnsafeBytes { whole in
      let found = try digest { digester in
        for start in stride(from: 0, to: whole.count, by: size) {
          digester.combine(UnsafeRawBufferPointer(rebasing: whole[start..<min(start + size, whole.count)]))
        }
      }
      #expect(found == Digester.digest(of: whole))
    }
  }

  @Test("Where one text ends and the next begins matters, and so does their order")
  func texts() throws {
    let lists = [["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], ["c", "ab"], []]
    let digests = try lists.map { try FileDigest(path: "x", texts: $0).digest }
    #expect(Set(digests).count == lists.count)
    #expect(digests.allSatisfy { $0.count == 16 })
  }

  @Test("Numbers count by their bits")
  func numbers() throws {
    #expect(try digest { $0.combine(1) } == digest { $0.combine(Int8(1)) })
    #expect(try digest { $0.combine(Float(0)) } != digest { $0.combine(-Float(0)) })
    #expect(try digest { $0.combine(-1) } != digest { $0.combine(1) })
  }
}
