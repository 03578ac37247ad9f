import Synchronization
import Tensor
import Testing

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
}
