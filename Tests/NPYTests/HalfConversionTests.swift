import CKernels
import TestSupport
import Testing

@Suite("Conversion of float16")
struct HalfConversionTests {
  private func convert(_ bytes: [UInt8], offset: Int, count: Int) -> [Float] {
    var result = [Float](repeating: -1, count: count + 1)
    bytes.withUnsafeBytes { source in
      tbn_half_to_float(source.baseAddress.map { $0 + offset }, &result, count)
    }
    #expect(result[count] == -1, "wrote past the end")
    return Array(result[..<count])
  }

  @Test("All 65,536 values agree with Swift's Float16, also from an odd address")
  func allValues() {
    let patterns = (0...UInt16.max).map { $0 }
    for offset in [0, 1] {
      let found = convert(
        [UInt8](repeating: 0, count: offset) + bytes(patterns), offset: offset, count: patterns.count)
      let wrong = zip(patterns, found).first { pattern, value in
        let expected = Float(Float16(bitPattern: pattern))
        return expected.isNaN ? !value.isNaN : value.bitPattern != expected.bitPattern
      }
      #expect(wrong == nil)
    }
  }

  @Test("Every count from 0 to 70 is converted and nothing after it", arguments: 0...70)
  func counts(count: Int) {
    let halves = (0..<count).map { Float16($0) - 3.5 }
    #expect(convert(bytes(halves), offset: 0, count: count) == halves.map { Float($0) })
  }
}
