import Synchronization
import Tensor
import TestSupport
import Testing

/// One after the other: the number of threads is the process's.
@Suite(.serialized)
struct ThreadsTests {
  @Test("Parts cover everything once, whatever the threads", arguments: [1, 2, 3], [0, 1, 15, 16, 17, 1000])
  func parts(_ threads: Int, _ count: Int) {
    let before = BLAS.threadCount
    BLAS.threadCount = threads
    defer { BLAS.threadCount = before }
    let seen = Mutex([Range<Int>]())
    Threads.forEachPart(of: count, grain: 16) { part in seen.withLock { $0.append(part) } }
    let parts = seen.withLock { $0.sorted { $0.lowerBound < $1.lowerBound } }
    #expect(parts.flatMap { Array($0) } == Array(0..<count))
    #expect(parts.count <= threads && parts.allSatisfy { !$0.isEmpty && $0.lowerBound % 16 == 0 }, "\(parts)")
  }

  @Test("A layer's products agree with plain loops, by either library", arguments: [1, 2])
  func layers(_ threads: Int) {
    let before = BLAS.threadCount
    BLAS.threadCount = threads
    BLAS.takesFasterForRows = true
    defer {
      BLAS.threadCount = before
      BLAS.takesFasterForRows = false
    }
    for (rows, inner, columns) in [(3, 5, 2), (250, 300, 257), (257, 256, 256)] {
      let left = Matrix.random(rows: rows, columns: inner, seed: 12)
      let right = Matrix.random(rows: inner, columns: columns, seed: 13)
      let expected = DoubleMatrix(left).times(DoubleMatrix(right))
      for operand in [Operand.plain(right), .transposed(right.transposed())] {
        let result = Matrix.random(rows: rows, columns: columns, seed: 14)
        multiplyRows(.plain(left), operand, into: result)
        expectClose(Difference(result, from: expected), within: 1e-6)
      }
    }
  }
}
