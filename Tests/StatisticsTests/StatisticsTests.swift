import Statistics
import Testing

@Suite("Figures of measurements")
struct StatisticsTests {
  @Test(
    "The median is the middle number, in any order, or the mean of the two in the middle",
    arguments: [([3], 3), ([9, 1, 4], 4), ([4, 1], 2.5), ([8, 1, 2, 100], 5)] as [([Double], Double)])
  func median(numbers: [Double], expected: Double) {
    #expect(Statistics.median(numbers) == expected)
  }

  @Test(
    "Three digits behind the point are kept",
    arguments: [(1.23456, 1.235), (-0.0004, 0), (80, 80)] as [(Double, Double)])
  func rounding(number: Double, expected: Double) {
    #expect(number.roundedToThousandths == expected)
  }
}
