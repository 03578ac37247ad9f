import Testing

@testable import Emoji

@Suite struct SplitsTests {
  /// A bijection on 64-bit words, so no two hashes are equal.
  private func scramble(_ item: Int) -> UInt64 {
    (UInt64(item) &* 0x9e37_79b9_7f4a_7c15) ^ 0x5555
  }

  private func splits(_ items: [Int]) -> Splits<Int> {
    Splits(of: items, testCount: 20, devCount: 10, hash: scramble)
  }

  @Test("The splits share no item and leave none out", arguments: [30, 31, 100])
  func partition(count: Int) {
    let splits = splits(Array(0..<count))
    #expect(splits.test.count == 20 && splits.dev.count == 10 && splits.train.count == count - 30)
    #expect((splits.test + splits.dev + splits.train).sorted() == Array(0..<count))
  }

  @Test("An item's split does not depend on the order in which items are given")
  func independentOfOrder() {
    let forward = splits(Array(0..<100))
    let backward = splits((0..<100).reversed())
    #expect(Set(forward.test) == Set(backward.test))
    #expect(Set(forward.dev) == Set(backward.dev))
    #expect(backward.train == Array(forward.train.reversed()))
  }

  @Test("The smallest hashes are for testing, the next for development")
  func byHash() throws {
    let splits = splits(Array(0..<100))
    let lastTest = try #require(splits.test.map(scramble).max())
    let firstDev = try #require(splits.dev.map(scramble).min())
    let lastDev = try #require(splits.dev.map(scramble).max())
    let firstTrain = try #require(splits.train.map(scramble).min())
    #expect(lastTest < firstDev && lastDev < firstTrain)
  }

  @Test("Inside a split the given order is kept")
  func order() {
    let splits = splits(Array(0..<100))
    for part in [splits.test, splits.dev, splits.train] { #expect(part == part.sorted()) }
  }
}
