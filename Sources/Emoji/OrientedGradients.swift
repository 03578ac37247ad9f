/// Histograms of edge directions over a grid of cells.
///
/// Source: Dalal and Triggs, "Histograms of Oriented Gradients for Human Detection", CVPR 2005; a cell is normalised
/// by each of the four blocks around it and the four are averaged, as in Felzenszwalb et al., TPAMI 32(9), 2010.
struct OrientedGradients: CustomStringConvertible {
  static let fine = OrientedGradients(cells: 8, bins: 9)
  static let coarse = OrientedGradients(cells: 4, bins: 9)

  /// Cells along a side.
  let cells: Int
  /// Directions within half a turn.
  let bins: Int

  private static let largestShare: Float = 0.4
  private static let faintestEnergy: Float = 1e-3

  var count: Int { cells * cells * bins }
  var description: String { "\(cells) x \(cells) cells x \(bins) directions" }

  /// The normalised histograms, `[cells, cells, bins]`.
  /// - Precondition: the side of `field` is a multiple of `cells`.
  func histograms(of field: GradientField) -> [Float] {
    let raw = rawHistograms(of: field)
    let scales = blockScales(of: raw)
    return (0..<count).map { index in
      let row = index / bins / cells
      let above = row * (cells + 1) + index / bins % cells
      let below = above + cells + 1
      return [above, above + 1, below, below + 1].reduce(0) { sum, block in
        sum + min(raw[index] * scales[block], Self.largestShare) / 4
      }
    }
  }

  /// Each pixel's magnitude shared among the four nearest cells and the two nearest directions, as a mean over the
  /// pixels of a cell.
  func rawHistograms(of field: GradientField) -> [Float] {
    precondition(field.side % cells == 0, "\(field.side) pixels in \(cells) cells")
    let shares = cellShares(side: field.side)
    let pixelsPerCell = Float(field.side / cells * (field.side / cells))
    var result = [Float](repeating: 0, count: count)
    for row in 0..<field.side {
      for column in 0..<field.side {
        let pixel = row * field.side + column
        let position = field.orientations[pixel] * Float(bins)
        for (cellRow, rowShare) in shares[row] {
          for (cellColumn, columnShare) in shares[column] {
            let amount = field.magnitudes[pixel] * rowShare * columnShare / pixelsPerCell
            add(amount, at: position, to: &result, cell: cellRow * cells + cellColumn)
          }
        }
      }
    }
    return result
  }

  /// For each pixel along a side, the cells whose centres are nearest and the share of each. What would fall to a
  /// cell outside is lost.
  private func cellShares(side: Int) -> [[(cell: Int, share: Float)]] {
    (0..<side).map { pixel in
      let position = (Float(pixel) + 0.5) * Float(cells) / Float(side) - 0.5
      let first = Int(position.rounded(.down))
      let fraction = position - Float(first)
      return [(first, 1 - fraction), (first + 1, fraction)].filter { (0..<cells).contains($0.0) }
    }
  }

  private func add(_ amount: Float, at position: Float, to histograms: inout [Float], cell: Int) {
    let fraction = position - position.rounded(.down)
    let lower = Int(position) % bins
    histograms[cell * bins + lower] += amount * (1 - fraction)
    histograms[cell * bins + (lower + 1) % bins] += amount * fraction
  }

  /// One over the length of each block of 2 x 2 cells, `[cells + 1, cells + 1]`; at the border the outermost cells
  /// are repeated.
  private func blockScales(of histograms: [Float]) -> [Float] {
    let energies = (0..<cells * cells).map { cell in
      histograms[cell * bins..<(cell + 1) * bins].reduce(0) { $0 + $1 * $1 }
    }
    return (0..<(cells + 1) * (cells + 1)).map { block in
      let rows = around(block / (cells + 1))
      let columns = around(block % (cells + 1))
      let energy = rows.reduce(Float(0)) { sum, row in
        columns.reduce(sum) { $0 + energies[row * cells + $1] }
      }
      return 1 / (energy + Self.faintestEnergy).squareRoot()
    }
  }

  /// The cells on both sides of a border between cells.
  private func around(_ border: Int) -> [Int] {
    [max(border - 1, 0), min(border, cells - 1)]
  }
}
