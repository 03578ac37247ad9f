import ArgumentParser

/// Numbers of ranks as a command line has them: "8,64,512".
struct RankCounts: ExpressibleByArgument {
  let counts: [Int]

  init(counts: [Int]) { self.counts = counts }

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let counts = parts.compactMap { Int($0) }
    guard counts.count == parts.count, counts.allSatisfy({ $0 >= 1 && $0 <= 1 << 24 }) else { return nil }
    self.init(counts: counts)
  }

  var defaultValueDescription: String { counts.map(String.init).joined(separator: ",") }
}
