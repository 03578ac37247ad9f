extension BinaryFloatingPoint {
  /// Scores from here up count as equal to this one or larger: equal inputs get embeddings that differ in their last
  /// bits, by where they stand in a batch and by the threads that make it. Large scores differ by their size.
  var lowestTie: Self { self - 1e-6 * max(1, abs(self)) }
}
