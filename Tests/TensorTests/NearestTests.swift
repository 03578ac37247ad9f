import CKernels
import Random
import TestSupport
import Testing

struct NearestTests {
  @Test("The nearest are the first of the sorted ones", arguments: [0, 1, 2, 7, 50], [0, 1, 3, 10, 60])
  func sorted(_ count: Int, _ wanted: Int) {
    for seed in 0..<5 as Range<UInt64> {
      let products = randomNumbers(count, seed: seed)
      let squares = randomNumbers(count, seed: seed + 100)
      var stream = RandomStream(seed: seed, purpose: .synthetic, time: 1)
      let excluded = (0..<count).map { _ in UInt8(stream.nextIndex(below: 3) == 0 ? 1 : 0) }
      compare(products: products, squares: squares, excluded: excluded, wanted: wanted)
    }
  }

  @Test("Ties go to the lower index", arguments: [1, 2, 3, 4, 9])
  func ties(_ wanted: Int) {
    let squares: [Float] = [2, 1, 2, 1, 1, 2, 0, 2]
    compare(
      products: [Float](repeating: 0, count: 8), squares: squares, excluded: [0, 0, 0, 1, 0, 0, 0, 0],
      wanted: wanted)
  }

  @Test("None is found where all are excluded")
  func allExcluded() {
    compare(products: [1, 2], squares: [1, 1], excluded: [1, 1], wanted: 2)
  }

  private func compare(products: [Float], squares: [Float], excluded: [UInt8], wanted: Int) {
    var indices = [Int32](repeating: -7, count: wanted + 1)
    var keys = [Float](repeating: -7, count: wanted + 1)
    let found = tbn_nearest(products, squares, excluded, products.count, wanted, &indices, &keys)
    let expected = products.indices.filter { excluded[$0] == 0 }
      .map { (key: squares[$0] - 2 * products[$0], index: $0) }
      .sorted { ($0.key, $0.index) < ($1.key, $1.index) }
      .prefix(wanted)
    #expect(found == expected.count)
    #expect(indices.prefix(found).map(Int.init) == expected.map(\.index))
    #expect(Array(keys.prefix(found)) == expected.map(\.key))
    #expect(indices[wanted] == -7 && keys[wanted] == -7, "written past what was wanted")
  }
}
