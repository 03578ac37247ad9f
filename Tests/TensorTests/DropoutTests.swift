import CKernels
import Random
import Tensor
import TestSupport
import Testing

struct DropoutTests {
  static let seed: UInt64 = 0x1234_5678_9abc_def0

  static func mask(rate: Double, firstRow: Int, step: Int = 41) -> tbn_dropout {
    tbn_dropout(
      key: (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)), time: UInt32(step),
      purpose: UInt32(RandomPurpose.imageDropout.rawValue), first_row: UInt32(firstRow),
      threshold: UInt32(rate * 0x1p32), scale: Float(1 / (1 - rate)))
  }

  @Test("Scale, shift and ReLU without dropout", arguments: MatrixSize.all)
  func plain(_ size: MatrixSize) {
    let z = Matrix.random(rows: size.rows, columns: size.columns, seed: 1)
    let (scale, shift) = (randomNumbers(size.columns, seed: 2), randomNumbers(size.columns, seed: 3))
    let expected = twin(z, scale, shift)
    let out = Matrix(rows: size.rows, columns: size.columns)
    tbn_scale_shift_relu(z.pointer, size.rows, size.columns, scale, shift, nil, out.pointer)
    expectClose(Difference(out, from: expected), within: 1e-6)
    var keepAll = Self.mask(rate: 0, firstRow: 9)
    tbn_scale_shift_relu(z.pointer, size.rows, size.columns, scale, shift, &keepAll, z.pointer)
    #expect(z.numbers == out.numbers, "in place, and with a rate of zero")
  }

  @Test("A number is kept iff its word of the row's stream reaches the threshold", arguments: MatrixSize.all)
  func maskIsTheStream(_ size: MatrixSize) {
    let z = Matrix.random(rows: size.rows, columns: size.columns, seed: 4)
    let (scale, shift) = (randomNumbers(size.columns, seed: 5), randomNumbers(size.columns, seed: 6))
    var expected = twin(z, scale, shift)
    for row in 0..<size.rows {
      var stream = RandomStream(seed: Self.seed, purpose: .imageDropout, time: 41, index: 1000 + row)
      for column in 0..<size.columns {
        // Word k of block c stands for column 4 c + k: the stream's own order.
        expected[row, column] *= Double(stream.nextWord()) >= 0.3 * 0x1p32 ? 1 / 0.7 : 0
      }
    }
    var mask = Self.mask(rate: 0.3, firstRow: 1000)
    tbn_scale_shift_relu(z.pointer, size.rows, size.columns, scale, shift, &mask, z.pointer)
    expectClose(Difference(z, from: expected), within: 1e-6)
    let dropped = zip(z.numbers, expected.values).allSatisfy { ($0 == 0) == ($1 == 0) }
    #expect(dropped, "the same numbers are zero")
  }

  @Test("Rows are dropped alike however they are split", arguments: [1, 2, 3, 5, 11])
  func rowSplits(_ parts: Int) {
    let whole = kept(rows: 11, columns: 261, firstRow: 7, rate: 0.5)
    let together = (0..<parts).flatMap { part in
      let range = 11 * part / parts..<11 * (part + 1) / parts
      return kept(rows: range.count, columns: 261, firstRow: 7 + range.lowerBound, rate: 0.5)
    }
    #expect(together == whole)
  }

  @Test("The kept share is one less the rate", arguments: [0.1, 0.5, 0.9])
  func keptShare(_ rate: Double) {
    let count = 200 * 1001
    let share = Double(kept(rows: 200, columns: 1001, firstRow: 0, rate: rate).count { $0 }) / Double(count)
    let deviation = (rate * (1 - rate) / Double(count)).squareRoot()
    #expect(abs(share - (1 - rate)) < 4 * deviation)
  }

  @Test("Neighbouring rows, steps and halves of a row are dropped independently")
  func independence() {
    func agreement(_ one: some Collection<Bool>, _ other: some Collection<Bool>) -> Double {
      Double(zip(one, other).count { $0 == $1 }) / Double(one.count)
    }
    let rows = kept(rows: 2, columns: 20_000, firstRow: 3, rate: 0.5)
    let later = kept(rows: 2, columns: 20_000, firstRow: 3, rate: 0.5, step: 42)
    let four = 4 * 0.5 / Double(20_000).squareRoot()
    #expect(abs(agreement(rows.prefix(20_000), rows.suffix(20_000)) - 0.5) < four)
    #expect(abs(agreement(rows.prefix(20_000), later.prefix(20_000)) - 0.5) < four)
    #expect(abs(agreement(rows.prefix(10_000), rows[10_000..<20_000]) - 0.5) < four * 1.5)
  }

  private func kept(rows: Int, columns: Int, firstRow: Int, rate: Double, step: Int = 41) -> [Bool] {
    let z = Matrix(rows: rows, columns: columns)
    z.fill(1)
    let scale = [Float](repeating: 1, count: columns)
    var mask = Self.mask(rate: rate, firstRow: firstRow, step: step)
    tbn_scale_shift_relu(
      z.pointer, rows, columns, scale, [Float](repeating: 0, count: columns), &mask, z.pointer)
    return z.numbers.map { $0 > 0 }
  }

  private func twin(_ z: Matrix, _ scale: [Float], _ shift: [Float]) -> DoubleMatrix {
    var result = DoubleMatrix(z)
    for row in 0..<z.rows {
      for column in 0..<z.columns {
        result[row, column] = max(0, result[row, column] * Double(scale[column]) + Double(shift[column]))
      }
    }
    return result
  }
}
