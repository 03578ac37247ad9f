import ArgumentParser

/// Checks an option that counts things, where it was given.
/// - Throws: for a number below zero, or that no data set has.
func requireCount(_ count: Int?, _ name: String) throws {
  guard let count, !(0...1_000_000).contains(count) else { return }
  throw ValidationError("--\(name) is \(count); expected a number from 0 to 1000000")
}
