import CKernels
import Tensor
import TestSupport
import Testing

struct RowCountsTests {
  /// Bounds of a row and of its columns around numbers that often meet them.
  private struct Case {
    let scores: [Float]
    let row: (low: Float, high: Float)
    let low, high: [Float]

    /// - Parameter width: of the bounds' distance; 0: none but NaN is in doubt.
    init(_ count: Int, width: Float) {
      scores = randomNumbers(count, seed: 1).enumerated().map { place, number in
        switch place % 11 {
        case 3: .nan
        case 5: place % 2 == 0 ? .infinity : -.infinity
        default: (4 * number).rounded() / 4
        }
      }
      func bounds(_ limit: Float) -> (low: Float, high: Float) {
        width == 0 ? (limit, limit.nextDown) : (limit - width, limit + width)
      }
      row = bounds(0.5)
      let columns = randomNumbers(count, seed: 2).map { bounds((4 * $0).rounded() / 4) }
      low = columns.map(\.low)
      high = columns.map(\.high)
    }

    func isInDoubt(_ place: Int) -> Bool {
      [row, (low[place], high[place])].contains { !(scores[place] < $0.low) && !(scores[place] > $0.high) }
    }
  }

  @Test(
    "Scores are counted for their row and their columns, and those in doubt are listed",
    arguments: [0, 1, 7, 63, 64, 65, 200, 1031], [0, 0.25, 0.6] as [Float])
  func count(_ count: Int, width: Float) {
    let example = Case(count, width: width)
    var counts = (0..<Int32(count)).map { $0 }
    var places = [Int32](repeating: -7, count: count + 1)
    let found = tbn_count_row(
      example.scores, count, example.row.low, example.row.high, example.low, example.high, &counts, &places)
    #expect(found.ahead == example.scores.count { $0 > example.row.high })
    for place in 0..<count {
      let expected = place + (example.scores[place] > example.high[place] ? 1 : 0)
      #expect(Int(counts[place]) == expected, "column \(place), score \(example.scores[place])")
    }
    let doubtful = (0..<count).filter(example.isInDoubt).map { Int32($0) }
    #expect(found.in_doubt == doubtful.count && Array(places.prefix(found.in_doubt)) == doubtful)
    #expect(places[count] == -7, "written past the row")
    if width == 0 { #expect(doubtful.allSatisfy { example.scores[Int($0)].isNaN }) }
  }

  @Test("A product is that of doubles", arguments: [0, 1, 7, 15, 16, 17, 33, 512, 1031])
  func exactProduct(_ count: Int) {
    let (x, y) = (randomNumbers(count, seed: 3), randomNumbers(count, seed: 4))
    let expected = zip(x, y).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    expectClose(Difference([tbn_exact_product(x, y, count)], from: [expected]), within: 1e-13)
  }

  @Test("Large numbers do not overflow in it, and small ones do not vanish")
  func rangeOfProduct() {
    #expect(tbn_exact_product([3e38, 1], [3e38, 1], 2) == Double(3e38 as Float) * Double(3e38 as Float))
    let small = Float.leastNormalMagnitude / 8
    #expect(tbn_exact_product([small], [small], 1) == Double(small) * Double(small))
  }
}
