extension Float {
  /// Scores from here up count as equal to this one or larger: the products of equal embeddings differ in their last
  /// bits, by where they stand in a tile and by the threads that make it. Large scores differ by their size.
  var lowestTie: Float { self - 1e-6 * max(1, abs(self)) }
}
