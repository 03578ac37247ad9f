/// One of several nearly equal parts of every parameter: whole rows of a weight as it is stored, elements of a vector.
///
/// The parts of all indices cover each parameter once.
package struct ParameterShare: Hashable, Sendable {
  package let index: Int
  package let count: Int

  /// The only part.
  package static let whole = ParameterShare(index: 0, count: 1)

  package init(index: Int, count: Int) {
    precondition(count > 0 && index >= 0 && index < count, "part \(index) of \(count)")
    self.index = index
    self.count = count
  }

  /// A piece of this part of so many rows.
  package func rows(of total: Int, piece: ParameterShare) -> Range<Int> {
    let part = rows(of: total)
    let within = piece.rows(of: part.count)
    return part.lowerBound + within.lowerBound..<part.lowerBound + within.upperBound
  }

  /// This part of so many rows: in sixteens where there are enough of them, which is what products like.
  package func rows(of total: Int) -> Range<Int> {
    let unit = total >= 16 * count ? 16 : 1
    let units = (total + unit - 1) / unit
    return min(total, units * index / count * unit)..<min(total, units * (index + 1) / count * unit)
  }
}

extension ParameterLayout.Entry {
  /// Rows and columns as the parameter stands in the flat buffer: a vector is a column.
  private var storedShape: (rows: Int, columns: Int) {
    guard shape.count == 2 else { return (shape[0], 1) }
    return isTransposed ? (shape[1], shape[0]) : (shape[0], shape[1])
  }

  /// The elements of the flat buffer that are in a part, or in a piece of a part.
  package func range(_ share: ParameterShare, piece: ParameterShare = .whole) -> Range<Int> {
    let (rows, columns) = storedShape
    let part = share.rows(of: rows, piece: piece)
    return range.lowerBound + part.lowerBound * columns..<range.lowerBound + part.upperBound * columns
  }
}
