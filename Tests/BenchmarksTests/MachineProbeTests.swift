import Testing

@testable import Benchmarks

@Suite("The line through two measured rates")
struct MachineProbeTests {
  @Test("Rates that follow a (1 + h / rows) give a and h back")
  func line() {
    let rate = { (rows: Int) in 3.0 * (1 + 40 / Double(rows)) }
    let line = MachineProbe.line(through: (32, rate(32)), and: (500, rate(500)))
    #expect(abs(line.perOperation - 3) < 1e-9 && abs(line.halfRateRows - 40) < 1e-9)
  }

  @Test("Where few rows are as fast as many, or faster, no rows are lost")
  func flat() {
    for few in [2.0, 3.0] {
      let line = MachineProbe.line(through: (32, few), and: (500, 3))
      #expect(line.perOperation == 3 && line.halfRateRows == 0)
    }
  }
}
