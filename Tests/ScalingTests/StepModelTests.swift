import Benchmarks
import DataParallel
import TestSupport
import Testing
import Training

@testable import Scaling

@Suite("The model of a step")
struct StepModelTests {
  private func cost(
    _ shape: StepShape = PlanCase.shape, _ rates: MachineRates = PlanCase.rates, ranks: Int = 1,
    nodes: Int = 1,
    wire: WireFormat = .fp32
  ) -> StepCost {
    StepModel(shape: shape, rates: rates).cost(on: RankPlacement(ranks: ranks, nodes: nodes), wire: wire)
  }

  @Test("Gradients come in the order of the backward pass, with the numbers and the products of their layers")
  func gradients() {
    let gradients = RankWork(PlanCase.shape, RankPlacement(ranks: 1, nodes: 1), .fp32).gradients
    // Text: 4 x 2 + 4 + 2 x 2, then 20 x 2 in two pieces; image: the same, then 10 x 2 in two pieces.
    #expect(gradients.map(\.parameters) == [16, 20, 20, 16, 10, 10])
    // 2 x 8 rows x 2 x 4, 2 x 8 x 2 x 20 in two pieces, and so on.
    #expect(gradients.map(\.operations) == [128, 320, 320, 128, 160, 160])
  }

  @Test("Products of one rank, counted by hand")
  func products() {
    // First layers, forward and gradient: 2 x 2 x (8 x 2 x 10 + 8 x 2 x 20). Second layers: 3 x 2 x 16 x 2 x 4.
    // Similarities: texts with images, images with texts, texts with texts: 2 x 3 x 64 x 4.
    #expect(cost().products == Double(1920 + 768 + 1536))
    // Two ranks have half of all rows each.
    #expect(cost(ranks: 2).products == Double(1920 + 768 + 1536) / 2)
  }

  @Test("Passes of one rank, counted by hand, and of a rank that shares the optimizer with another")
  func passes() {
    // 40 bytes a hidden activation, 8 a candidate, and 32 for each of 92 parameters.
    let rows = Double(16 * 2 * 40 + 3 * 64 * 8)
    let update = Double(92 * 32)
    #expect(cost().passes == update + rows)
    #expect(cost(ranks: 2).passes == (update + rows) / 2)
    // On two nodes each rank updates all; each gradient is packed (4 + 4), added up (4 + 2) and unpacked (4 + 4).
    let exchange = Double(92 * 22)
    #expect(cost(ranks: 2, nodes: 2).passes == update + exchange + rows / 2)
  }

  @Test("Sparse texts cost passes over the first layer's rows, and no products")
  func sparse() {
    let shape = StepShape(
      images: 8, sentences: 1, imageColumns: 10, textColumns: 20, words: 3, hidden: 2, embedding: 4)
    #expect(cost().products - cost(shape).products == Double(4 * 8 * 2 * 20))
    #expect(cost(shape).passes - cost().passes == Double(8 * 3 * 2 * 12))
  }

  @Test("Few rows slow products down")
  func fewRows() {
    var rates = PlanCase.rates
    rates.halfRateRows = 16
    #expect(cost(PlanCase.shape, rates).products == 2 * cost().products, "16 rows")
    #expect(cost(PlanCase.shape, rates, ranks: 2).products == 3 * cost(ranks: 2).products, "8 rows")
  }

  @Test("Latencies: a doubling of the ranks of a node and one of the nodes, for each collective")
  func latencies() {
    var rates = PlanCase.rates
    rates.nodeLatency = 1
    rates.link = MachineRates.Link(latency: 100, bandwidth: .greatestFiniteMagnitude)
    // 8 nodes of 4 ranks: 2 + 3 x 100 for each of two statistics, gather, scatter, norm and loss.
    #expect(abs(cost(PlanCase.shape, rates, ranks: 32, nodes: 8).collectives - 1812) < 1e-9)
    #expect(cost(PlanCase.shape, rates, ranks: 4).collectives == 12)
    #expect(cost(PlanCase.shape, rates).collectives == 0)
  }

  @Test("Bytes between two nodes, counted by hand")
  func bytes() {
    // Two all-reduces of 4 x 2 doubles, embeddings there and gradients back: 16 x 4 floats; each byte once a way.
    let cost = cost(ranks: 2, nodes: 2)
    #expect(cost.collectives == 384)
    #expect(cost.exchangeHidden + cost.exchangeShown == 368)
    // 2 x 3 / 4 of the bytes between four nodes, half of them in bf16.
    let four = self.cost(ranks: 4, nodes: 4, wire: .bf16)
    #expect(four.exchangeHidden + four.exchangeShown == 276)
  }

  @Test("What an exchange shows is what the products after it do not hide; the last bucket never hides")
  func hiding() {
    // Four rows a rank: products of 64, 160, 160, 64, 80 and 80 s; transfers of 64, 80, 80, 64, 40 and 40 s.
    let cost = cost(ranks: 2, nodes: 2)
    #expect(cost.exchangeShown == 40 && cost.exchangeHidden == 328)
    // A link a tenth as fast is busy from 64 s on, for 3680 s; the products end after 608 s.
    var rates = PlanCase.rates
    rates.link = MachineRates.Link(latency: 0, bandwidth: 0.1)
    let slow = self.cost(PlanCase.shape, rates, ranks: 2, nodes: 2)
    #expect(abs(slow.exchangeShown - 3136) < 1e-9 && abs(slow.exchangeHidden - 544) < 1e-9)
  }

  @Test("A step is what ranks compute and wait for; what is hidden does not count")
  func step() {
    let cost = cost(ranks: 2, nodes: 2)
    #expect(cost.step == cost.products + cost.passes + cost.collectives + 40)
  }

  @Test("A better machine is never slower, whatever gets better", arguments: [1, 8, 64, 512, 4096])
  func better(ranks: Int) {
    let placement = RankPlacement(ranks: ranks, ranksPerNode: 8)
    func step(_ change: (inout MachineRates) -> Void, _ wire: WireFormat = .fp32) -> Double {
      var rates = PlanCase.cluster
      change(&rates)
      return StepModel(shape: PlanCase.paper, rates: rates).cost(on: placement, wire: wire).step
    }
    let plain = step { _ in }
    let faster = [
      step { $0.flops *= 2 }, step { $0.memoryBandwidth *= 2 }, step { $0.halfRateRows = 0 },
    ]
    #expect(faster.allSatisfy { $0 < plain }, "\(faster) \(plain)")
    let links = [
      step { $0.link?.bandwidth *= 2 }, step { $0.link?.latency /= 2 }, step({ _ in }, .bf16),
    ]
    #expect(links.allSatisfy { ranks > 8 ? $0 < plain : $0 == plain }, "\(links) \(plain)")
  }

  @Test("More ranks of a node compute less each, and more nodes exchange more")
  func monotone() {
    let inside = [1, 2, 4, 8, 16].map { cost(PlanCase.paper, PlanCase.cluster, ranks: $0) }
    #expect(zip(inside.dropFirst(), inside).allSatisfy { $0.products < $1.products && $0.step < $1.step })
    let nodes = [1, 2, 4, 8, 16].map { cost(PlanCase.paper, PlanCase.cluster, ranks: 8 * $0, nodes: $0) }
    #expect(
      zip(nodes.dropFirst(), nodes).allSatisfy {
        $0.exchangeHidden + $0.exchangeShown > $1.exchangeHidden + $1.exchangeShown
          && $0.exchangeShown > $1.exchangeShown && $0.collectives > $1.collectives
      })
  }
}
