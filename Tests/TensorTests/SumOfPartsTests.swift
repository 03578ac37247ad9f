import CKernels
import Tensor
import TestSupport
import Testing

struct SumOfPartsTests {
  static let counts = [0, 1, 15, 17, 2047, 2048, 5001]

  @Test("Parts are added in their order, bit for bit", arguments: counts, [1, 2, 3, 8])
  func sum(_ count: Int, _ partCount: Int) {
    let parts = makeParts(count, partCount)
    let out = Matrix(rows: 1, columns: count)
    addUp(parts, count, into: out.pointer)
    #expect(out.numbers == expected(parts, count))
  }

  @Test("The sum may go where any of the parts stands", arguments: counts, [0, 1, 2])
  func sumInPlace(_ count: Int, _ place: Int) {
    let parts = makeParts(count, 3)
    let expected = expected(parts, count)
    addUp(parts, count, into: parts[place].pointer)
    #expect(parts[place].numbers == expected)
  }

  private func makeParts(_ count: Int, _ partCount: Int) -> [Matrix] {
    (0..<partCount).map { Matrix.random(rows: 1, columns: count, seed: 20 + UInt64($0)) }
  }

  private func addUp(_ parts: [Matrix], _ count: Int, into out: UnsafeMutablePointer<Float>) {
    tbn_sum_parts(parts.map { UnsafePointer($0.pointer) }, parts.count, count, out)
  }

  private func expected(_ parts: [Matrix], _ count: Int) -> [Float] {
    (0..<count).map { index in parts.dropFirst().reduce(parts[0].pointer[index]) { $0 + $1.pointer[index] } }
  }
}
