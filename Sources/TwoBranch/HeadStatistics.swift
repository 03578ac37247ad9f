/// Running estimates of the head's two batch normalisations.
package struct HeadStatistics: Codable, Equatable, Sendable {
  package var first: RunningStatistics
  package var second: RunningStatistics

  package var all: [RunningStatistics] { [first, second] }

  package init(first: RunningStatistics, second: RunningStatistics) {
    self.first = first
    self.second = second
  }

  package init(_ shape: HeadShape) {
    self.init(
      first: RunningStatistics(columns: shape.hidden), second: RunningStatistics(columns: shape.output))
  }
}
