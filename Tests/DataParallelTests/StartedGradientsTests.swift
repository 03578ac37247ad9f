import Testing
import TwoBranch

@testable import DataParallel

@Suite("Gradients that were started")
struct StartedGradientsTests {
  private static let branch = BranchShape(inputColumns: 3, hidden: 2, embedding: 2, input: .dense)
  private static let layout = ParameterLayout(
    NetworkShape(image: branch, text: branch, head: HeadShape(embedding: 2, hidden: 2, output: 2)))
  private let layout = StartedGradientsTests.layout

  /// All but some.
  private static func started(without names: [String] = []) -> StartedGradients {
    var started = StartedGradients()
    for entry in layout.entries where !names.contains(entry.name) { started.add(entry, piece: .whole) }
    return started
  }

  @Test("None is missing where all were started, whole or piece by piece")
  func all() {
    #expect(Self.started().missing(of: layout) == [])
    var started = Self.started(without: ["image_branch.fc1.weight"])
    for index in [2, 0, 1] {
      #expect(started.missing(of: layout) == ["image_branch.fc1.weight"])
      started.add(
        layout.entry("image_branch.fc1.weight"), piece: ParameterShare(index: index, count: 3))
    }
    #expect(started.missing(of: layout) == [])
  }

  @Test("A parameter of a branch or of the head that was not started is missing, by name")
  func missing() {
    let names = ["text_branch.bn.bias", "head.fc3.bias"]
    #expect(Self.started(without: names).missing(of: layout) == names)
  }

  @Test("A step with a missing parameter ends the program; the next begins with none")
  func end() async {
    await #expect(processExitsWith: .failure) {
      var started = StartedGradientsTests.started(without: ["head.fc3.bias"])
      started.end(StartedGradientsTests.layout)
    }
    var started = Self.started()
    started.end(layout)
    #expect(started.missing(of: layout) == layout.entries.map(\.name))
  }
}
