import Random
import Testing

struct RandomStreamTests {
  @Test("A stream does not depend on what other streams drew, nor on when")
  func independenceOfDrawOrder() {
    func stream(_ index: Int) -> RandomStream { RandomStream(seed: 9, purpose: .synthetic, index: index) }
    let alone = (0..<3).map { index in
      var only = stream(index)
      return (0..<10).map { _ in only.nextWord() }
    }
    var mixed = (0..<3).map(stream)
    var words = [[UInt32]](repeating: [], count: 3)
    for draw in 0..<30 { words[(draw * 2) % 3].append(mixed[(draw * 2) % 3].nextWord()) }
    #expect(words == alone)
  }

  @Test("Seed, purpose, time and index each name another stream, in their high bits too")
  func everyKeyCounts() {
    var streams = [
      RandomStream(seed: 1, purpose: .imageOrder, time: 1, index: 1),
      RandomStream(seed: 2, purpose: .imageOrder, time: 1, index: 1),
      RandomStream(seed: 1 + 1 << 32, purpose: .imageOrder, time: 1, index: 1),
      RandomStream(seed: 1, purpose: .captionOrder, time: 1, index: 1),
      RandomStream(seed: 1, purpose: .imageOrder, time: 2, index: 1),
      RandomStream(seed: 1, purpose: .imageOrder, time: 1, index: 2),
      RandomStream(seed: 1, purpose: .imageOrder, time: 1, index: 1 + 1 << 32),
    ]
    let first = streams.indices.map { streams[$0].next() }
    #expect(Set(first).count == streams.count)
  }

  @Test("Uniform numbers lie in [0, 1), with the mean and variance of the uniform distribution")
  func uniformNumbers() {
    var stream = RandomStream(seed: 3, purpose: .synthetic)
    let numbers = (0..<20_000).map { _ in Double(stream.nextUniform()) }
    #expect(numbers.allSatisfy { $0 >= 0 && $0 < 1 })
    let (mean, variance) = moments(of: numbers)
    #expect(abs(mean - 0.5) < 0.01, "mean \(mean)")
    #expect(abs(variance - 1.0 / 12) < 0.003, "variance \(variance)")
  }

  @Test("Normal numbers are finite, with mean 0, variance 1, and 4.55 % beyond two deviations")
  func normalNumbers() {
    var stream = RandomStream(seed: 4, purpose: .synthetic)
    let numbers = (0..<20_000).map { _ in Double(stream.nextNormal()) }
    #expect(numbers.allSatisfy { $0.isFinite })
    let (mean, variance) = moments(of: numbers)
    #expect(abs(mean) < 0.04, "mean \(mean)")
    #expect(abs(variance - 1) < 0.05, "variance \(variance)")
    let beyond = Double(numbers.count { abs($0) > 2 }) / Double(numbers.count)
    #expect(abs(beyond - 0.0455) < 0.008, "share beyond two deviations \(beyond)")
  }

  @Test("A permutation holds every number once", arguments: [0, 1, 2, 7, 100])
  func permutations(count: Int) {
    var stream = RandomStream(seed: 6, purpose: .synthetic, index: count)
    #expect(stream.permutation(of: count).sorted() == Array(0..<count))
  }

  @Test("The six orders of three numbers come equally often")
  func uniformPermutations() {
    var stream = RandomStream(seed: 7, purpose: .synthetic)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<6000 { counts[stream.permutation(of: 3), default: 0] += 1 }
    #expect(counts.count == 6)
    // 1000 expected, standard deviation 29.
    #expect(counts.values.allSatisfy { abs($0 - 1000) < 150 }, "\(counts)")
  }

  @Test("Indices stay below their bound and come equally often", arguments: [1, 3, 10])
  func indices(bound: Int) {
    var stream = RandomStream(seed: 8, purpose: .synthetic, index: bound)
    var counts = [Int](repeating: 0, count: bound)
    for _ in 0..<(1000 * bound) { counts[stream.nextIndex(below: bound)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 1000) < 160 }, "\(counts)")
  }

  private func moments(of numbers: [Double]) -> (mean: Double, variance: Double) {
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, squares / Double(numbers.count))
  }
}
