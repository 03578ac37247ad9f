import Foundation
import Testing

@testable import Emoji

@Suite struct OrientedGradientsTests {
  private func gray(side: Int, _ value: (_ row: Int, _ column: Int) -> Float) -> FloatImage {
    let values = (0..<side * side).map { value($0 / side, $0 % side) }
    return FloatImage(width: side, height: side, channels: 1, values: values)
  }

  @Test("A ramp to the right has the direction 0 and twice its slope as magnitude")
  func rampToTheRight() {
    let field = GradientField(of: gray(side: 8) { _, column in Float(column) * 0.1 })
    for row in 0..<8 {
      for column in 1..<7 {
        #expect(abs(field.magnitudes[row * 8 + column] - 0.2) < 1e-6)
        #expect(field.orientations[row * 8 + column] == 0)
      }
      #expect(abs(field.magnitudes[row * 8] - 0.1) < 1e-6, "the border is continued, not mirrored")
    }
  }

  @Test("A ramp downwards is half of half a turn, upwards the same")
  func rampDownwards() {
    for sign in [Float(1), -1] {
      let field = GradientField(of: gray(side: 4) { row, _ in sign * Float(row) })
      #expect(field.orientations.allSatisfy { abs($0 - 0.5) < 1e-6 }, "\(field.orientations)")
    }
  }

  @Test("The channel that changes most decides")
  func strongestChannel() {
    // Channel 0 rises slowly to the right, channel 1 fast downwards.
    let values = (0..<16).flatMap { [Float($0 % 4) * 0.1, Float($0 / 4)] }
    let field = GradientField(of: FloatImage(width: 4, height: 4, channels: 2, values: values))
    #expect(field.orientations.allSatisfy { abs($0 - 0.5) < 1e-6 })
  }

  @Test("Directions between two bins are shared by distance")
  func softBinning() {
    // Half of half a turn is position 4.5 of 9: half to bin 4, half to bin 5.
    let field = GradientField(of: gray(side: 8) { row, _ in Float(row) })
    let histograms = OrientedGradients(cells: 2, bins: 9).rawHistograms(of: field)
    for cell in 0..<4 {
      let bins = histograms[cell * 9..<(cell + 1) * 9].map { $0 }
      #expect(abs(bins[4] - bins[5]) < 1e-5 && bins[4] > 0, "\(bins)")
      #expect(bins.enumerated().allSatisfy { [4, 5].contains($0.offset) || abs($0.element) < 1e-5 })
    }
  }

  /// Every pixel against every cell and bin, with triangular weights, in double precision.
  private func naive(_ gradients: OrientedGradients, _ field: GradientField) -> [Double] {
    let cellSide = Double(field.side) / Double(gradients.cells)
    func share(_ pixel: Int, _ cell: Int) -> Double {
      max(0, 1 - abs((Double(pixel) + 0.5) / cellSide - (Double(cell) + 0.5)))
    }
    return (0..<gradients.count).map { index in
      let bin = Double(index % gradients.bins)
      let cell = index / gradients.bins
      return (0..<field.side * field.side).reduce(0) { sum, pixel in
        let position = Double(field.orientations[pixel]) * Double(gradients.bins)
        let apart = abs(position - bin)
        let binShare = max(0, 1 - min(apart, Double(gradients.bins) - apart))
        let cellShare =
          share(pixel / field.side, cell / gradients.cells)
          * share(pixel % field.side, cell % gradients.cells)
        return sum + Double(field.magnitudes[pixel]) * binShare * cellShare / (cellSide * cellSide)
      }
    }
  }

  @Test(
    "Histograms equal the naive ones", arguments: [(1, 1, 2), (3, 1, 9), (6, 3, 4), (16, 4, 9), (8, 8, 5)])
  func againstNaive(side: Int, cells: Int, bins: Int) {
    let field = GradientField(of: FloatImageTests.image(width: side, height: side, channels: 3))
    let gradients = OrientedGradients(cells: cells, bins: bins)
    let found = gradients.rawHistograms(of: field)
    let expected = naive(gradients, field)
    let worst = zip(found, expected).map { abs(Double($0) - $1) }.max() ?? .infinity
    #expect(found.count == expected.count && worst < 1e-5, "worst difference \(worst)")
  }

  @Test("Normalised histograms do not depend on contrast and are capped")
  func normalization() {
    let image = FloatImageTests.image(width: 16, height: 16, channels: 1)
    let gradients = OrientedGradients(cells: 4, bins: 9)
    func histograms(contrast: Float) -> [Float] {
      gradients.histograms(of: GradientField(of: gray(side: 16) { contrast * image.values[$0 * 16 + $1] }))
    }
    let low = histograms(contrast: 10)
    let high = histograms(contrast: 20)
    let worst = zip(low, high).map { abs($0 - $1) }.max() ?? .infinity
    #expect(worst < 1e-2, "worst difference \(worst)")
    #expect((high.max() ?? 1) <= 0.4 && (high.max() ?? 0) > 0.05)
    let flat = gradients.histograms(of: GradientField(of: gray(side: 16) { _, _ in 0.5 }))
    #expect(flat == [Float](repeating: 0, count: gradients.count))
  }

  @Test("A ramp that fills one cell of a block has the length that its block gives it")
  func blockLength() {
    // One cell: all four blocks are that cell four times, so each bin is divided by twice its length, about.
    let field = GradientField(of: gray(side: 8) { _, column in Float(column) * 10 })
    let gradients = OrientedGradients(cells: 1, bins: 9)
    let histograms = gradients.histograms(of: field)
    #expect(
      abs(histograms[0] - 0.4) < 1e-6, "one direction alone is half of the block, capped: \(histograms)")
    #expect(histograms.dropFirst().allSatisfy { $0 == 0 })
  }
}
