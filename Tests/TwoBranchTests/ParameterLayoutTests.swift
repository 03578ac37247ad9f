import Tensor
import TestSupport
import Testing
import TwoBranch

struct ParameterLayoutTests {
  private func shape(text input: BranchShape.Input) -> NetworkShape {
    NetworkShape(
      image: BranchShape(inputColumns: 5, hidden: 33, embedding: 4, input: .dense),
      text: BranchShape(inputColumns: 70, hidden: 17, embedding: 4, input: input))
  }

  @Test("Parameters follow each other on whole cache lines and do not overlap")
  func ranges() {
    let layout = ParameterLayout(shape(text: .sparse))
    var end = 0
    for entry in layout.entries {
      #expect(entry.range.lowerBound % 16 == 0 && entry.range.lowerBound >= end)
      #expect(entry.range.count == entry.shape.reduce(1, *))
      end = entry.range.upperBound
    }
    #expect(layout.count >= end && layout.count % 16 == 0)
    let image = 33 * 5 + 3 * 33 + 4 * 33 + 4
    #expect(layout.parameterCount == image + 17 * 70 + 3 * 17 + 4 * 17 + 4)
    #expect(Set(layout.entries.map(\.name)).count == 12)
  }

  @Test("An untrained network is the same however its first layer is stored")
  func initialization() {
    let dense = NetworkPass(shape(text: .dense))
    let sparse = NetworkPass(shape(text: .sparse))
    dense.layout.initialize(dense.parameters.pointer, seed: 3)
    sparse.layout.initialize(sparse.parameters.pointer, seed: 3)
    for (one, other) in zip(dense.layout.entries, sparse.layout.entries) {
      let plain = one.stored(in: dense.parameters.pointer, owner: nil)
      let stored = other.stored(in: sparse.parameters.pointer, owner: nil)
      let asDense = other.isTransposed ? stored.transposed() : stored
      #expect(plain.numbers == asDense.numbers, "\(one.name)")
    }
  }

  @Test("Weights and biases are uniform within one over the root of the fan-in; batch norm is the identity")
  func bounds() throws {
    let pass = NetworkPass(shape(text: .sparse))
    pass.layout.initialize(pass.parameters.pointer, seed: 4)
    let numbers = pass.parameters.numbers
    for entry in pass.layout.entries {
      let values = numbers[entry.range].map(Double.init)
      let mean = values.reduce(0, +) / Double(values.count)
      switch entry.parameter.name {
      case "bn.weight": #expect(values.allSatisfy { $0 == 1 })
      case "bn.bias": #expect(values.allSatisfy { $0 == 0 })
      default:
        let branch = pass.shape[try #require(entry.side)]
        let fanIn = entry.name.contains("fc1") ? branch.inputColumns : branch.hidden
        let bound = 1 / Double(fanIn).squareRoot()
        #expect(values.allSatisfy { abs($0) <= bound }, "\(entry.name)")
        #expect(abs(mean) < 4 * bound / (3 * Double(values.count)).squareRoot(), "\(entry.name)")
        #expect(values.contains { abs($0) > bound / 2 }, "\(entry.name)")
      }
    }
  }

  @Test("Another seed gives other weights, and no two tensors are alike")
  func seeds() {
    func weights(seed: UInt64) -> [[Float]] {
      let pass = NetworkPass(shape(text: .dense))
      pass.layout.initialize(pass.parameters.pointer, seed: seed)
      let numbers = pass.parameters.numbers
      return pass.layout.entries.filter(\.parameter.decays).map { Array(numbers[$0.range].prefix(20)) }
    }
    let all = weights(seed: 1) + weights(seed: 2) + weights(seed: 1 << 40)
    #expect(Set(all).count == 12)
  }
  @Test("A layout holds what components declare, and which of it decays")
  func declarations() {
    let head = HeadShape(embedding: 4, hidden: 6, output: 3)
    let shape = NetworkShape(image: shape(text: .sparse).image, text: shape(text: .sparse).text, head: head)
    let layout = ParameterLayout(shape)
    #expect(layout == ParameterLayout(shape.components))
    let declared = shape.components.flatMap { component in
      component.parameters.map { "\(component.name).\($0.name)" }
    }
    #expect(layout.entries.map(\.name) == declared && declared.count == 22)
    let decaying = layout.entries.filter(\.parameter.decays).map(\.name)
    #expect(decaying == layout.entries.filter { $0.shape.count == 2 }.map(\.name))
    #expect(layout.entries.filter(\.isTransposed).map(\.name) == ["text_branch.fc1.weight"])
    #expect(layout.entries.filter { $0.side == nil }.allSatisfy { $0.component.learningRateSide == .image })
  }
}
