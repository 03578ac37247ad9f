import CKernels
import Random
import Testing

/// Source of the expected words: the known-answer file `kat_vectors` of Random123 (philox4x32, 10 rounds).
struct PhiloxTests {
  struct KnownAnswer: Sendable {
    let counter: [UInt32]
    let key: [UInt32]
    let output: [UInt32]
  }

  static let knownAnswers = [
    KnownAnswer(
      counter: [0, 0, 0, 0], key: [0, 0],
      output: [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
    KnownAnswer(
      counter: [UInt32](repeating: .max, count: 4), key: [.max, .max],
      output: [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]),
    KnownAnswer(
      counter: [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], key: [0xa409_3822, 0x299f_31d0],
      output: [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]),
  ]

  @Test("Philox gives the known answers of Random123", arguments: knownAnswers)
  func knownAnswer(_ known: KnownAnswer) {
    #expect(philox(counter: known.counter, key: known.key) == known.output)
  }

  @Test("A stream's words are the blocks of its counter: block, index, time, purpose")
  func layoutOfTheCounter() {
    let index = 0x12_3456_789a_bcde
    var stream = RandomStream(seed: 0x299f_31d0_a409_3822, purpose: .captionOrder, time: 77, index: index)
    let drawn = (0..<12).map { _ in stream.nextWord() }
    let expected = (0..<3).flatMap { (block: UInt32) in
      philox(counter: [block, 0x789a_bcde, 77, 0x0612_3456], key: [0xa409_3822, 0x299f_31d0])
    }
    #expect(drawn == expected)
  }

  @Test("A 64-bit number is two words, the low one first")
  func wideNumbers() {
    var narrow = RandomStream(seed: 5, purpose: .synthetic)
    var wide = RandomStream(seed: 5, purpose: .synthetic)
    for _ in 0..<5 {
      let low = UInt64(narrow.nextWord())
      #expect(wide.next() == low | UInt64(narrow.nextWord()) << 32)
    }
  }

  private func philox(counter: [UInt32], key: [UInt32]) -> [UInt32] {
    var output = [UInt32](repeating: 0, count: 4)
    tbn_philox4x32(counter, key, &output)
    return output
  }
}
