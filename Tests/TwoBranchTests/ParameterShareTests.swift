import Testing

@testable import TwoBranch

struct ParameterShareTests {
  @Test("Shares cover rows once, in order", arguments: [0, 1, 5, 16, 17, 100, 2048, 6001], 1...9)
  func rows(_ total: Int, _ count: Int) {
    let parts = (0..<count).map { ParameterShare(index: $0, count: count).rows(of: total) }
    #expect(parts.flatMap { Array($0) } == Array(0..<total))
    let sizes = parts.map(\.count)
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= (total >= 16 * count ? 31 : 1), "\(sizes)")
  }

  @Test("Shares cover each parameter of the flat buffer once, in whole stored rows", arguments: [1, 3, 8])
  func ranges(_ count: Int) {
    let shape = NetworkShape(
      image: BranchShape(inputColumns: 7, hidden: 40, embedding: 3, input: .dense),
      text: BranchShape(inputColumns: 23, hidden: 5, embedding: 3, input: .sparse),
      head: HeadShape(embedding: 3, hidden: 6, output: 2))
    for entry in ParameterLayout(shape).entries {
      let parts = (0..<count).map { entry.range(ParameterShare(index: $0, count: count)) }
      #expect(parts.flatMap { Array($0) } == Array(entry.range), "\(entry.name)")
      let width =
        entry.shape.count == 1 ? 1 : entry.isTransposed ? entry.shape[0] : entry.shape[1]
      #expect(parts.allSatisfy { ($0.lowerBound - entry.range.lowerBound) % width == 0 }, "\(entry.name)")
    }
  }
}
