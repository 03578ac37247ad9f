import Testing

/// Records an issue that shows the worst element.
package func expectClose(
  _ difference: Difference, within tolerance: Double, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(difference.relativeNorm <= tolerance, "\(difference)", sourceLocation: sourceLocation)
}
