import CKernels
import Random
import TestSupport
import Testing

struct BFloat16Tests {
  /// By the definition: the nearest of the two neighbours with 8 bits, the even one of two as near.
  private func rounded(_ value: Float) -> Float {
    guard value.isFinite else { return value }
    let below = Float(bitPattern: value.bitPattern & 0xffff_0000)
    let above = Float(bitPattern: (value.bitPattern & 0xffff_0000) &+ 0x1_0000)
    let (down, up) = (abs(Double(value) - Double(below)), abs(Double(above) - Double(value)))
    guard above.isFinite else { return down < 0x1p119 ? below : above }
    if down != up { return down < up ? below : above }
    return below.bitPattern & 0x1_0000 == 0 ? below : above
  }

  private func throughHalves(_ numbers: [Float]) -> [Float] {
    var halves = [UInt16](repeating: 0, count: numbers.count)
    var result = [Float](repeating: 0, count: numbers.count)
    tbn_to_bfloat16(numbers, numbers.count, &halves)
    tbn_from_bfloat16(halves, halves.count, &result)
    return result
  }

  @Test("Numbers are rounded to the nearest with 8 bits, ties to even", arguments: [0, 1, 15, 33, 1000])
  func rounding(_ count: Int) {
    let numbers = randomNumbers(count, seed: 1).enumerated().map {
      $1 * Float(sign: .plus, exponent: $0 % 90 - 45, significand: 1)
    }
    let ties = (0..<UInt32(count)).map { Float(bitPattern: 0x3f80_8000 &+ $0 << 16) }
    let edges: [Float] = [
      0, -0.0, .leastNormalMagnitude / 3, -.leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity,
      -.infinity, 1,
    ]
    for list in [numbers, ties, edges] {
      let expected = list.map(rounded)
      let found = throughHalves(list)
      #expect(zip(found, expected).allSatisfy { $0.bitPattern == $1.bitPattern }, "\(found), not \(expected)")
    }
  }

  @Test("What is no number stays none")
  func notANumber() {
    let found = throughHalves([.nan, Float(bitPattern: 0x7f80_0001), Float(bitPattern: 0xffff_ffff)])
    #expect(found.allSatisfy { $0.isNaN }, "\(found)")
  }

  @Test("A sum of parts is rounded once, after single precision", arguments: [1, 2, 5], [0, 1, 17, 5000])
  func sums(_ partCount: Int, _ count: Int) {
    var halves = [UInt16](repeating: 0, count: partCount * count)
    tbn_to_bfloat16(randomNumbers(halves.count, seed: 2), halves.count, &halves)
    var parts = [Float](repeating: 0, count: halves.count)
    tbn_from_bfloat16(halves, halves.count, &parts)
    var sum = [UInt16](repeating: 0, count: count)
    tbn_sum_bfloat16(halves, partCount, count, &sum)
    for column in 0..<count {
      let expected = (0..<partCount).reduce(Float(0)) { $0 + parts[$1 * count + column] }
      #expect(UInt32(sum[column]) << 16 == rounded(expected).bitPattern, "number \(column)")
    }
  }
}
