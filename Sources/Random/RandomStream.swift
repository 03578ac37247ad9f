import CKernels

/// What random numbers are drawn for. The raw value enters the counter: never renumber, only add.
package enum RandomPurpose: UInt8, Sendable {
  case imageParameters = 1
  case textParameters = 2
  case imageDropout = 3
  case textDropout = 4
  case imageOrder = 5
  case captionOrder = 6
  case batchAssignment = 7
  case neighborChoice = 8
  case anchorImageChoice = 10
  case synthetic = 11
  case headParameters = 12
  case negativeChoice = 13
  case regionChoice = 14
  case negativeRegionChoice = 15
  case sceneLayout = 20
  case sceneText = 21
  case sceneRegions = 22
}

/// A counter-based stream of random numbers: a pure function of (seed, purpose, time, index), so that no number
/// depends on the rank that draws it or on what was drawn before.
///
/// `time` is an epoch or a step; `index` is a global index: an item, a row of the global batch.
package struct RandomStream: RandomNumberGenerator {
  private let key: (UInt32, UInt32)
  private let high: (UInt32, UInt32, UInt32)
  private var block: UInt32 = 0
  private var words: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
  private var used = 4

  package init(seed: UInt64, purpose: RandomPurpose, time: Int = 0, index: Int = 0) {
    precondition(time >= 0 && time <= UInt32.max, "time \(time) does not fit 32 bits")
    precondition(index >= 0 && index < 1 << 56, "index \(index) does not fit 56 bits")
    key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    high = (
      UInt32(truncatingIfNeeded: index), UInt32(time),
      UInt32(purpose.rawValue) << 24 | UInt32(truncatingIfNeeded: index >> 32)
    )
  }

  /// The next 32 random bits.
  package mutating func nextWord() -> UInt32 {
    if used == 4 { refill() }
    defer { used += 1 }
    switch used {
    case 0: return words.0
    case 1: return words.1
    case 2: return words.2
    default: return words.3
    }
  }

  package mutating func next() -> UInt64 {
    let low = UInt64(nextWord())
    return low | UInt64(nextWord()) << 32
  }

  /// A uniform number in [0, 1) with 24 random bits.
  package mutating func nextUniform() -> Float {
    Float(nextWord() >> 8) * 0x1p-24
  }

  /// A standard normal number (Box-Muller; two words each).
  package mutating func nextNormal() -> Float {
    let radius = (-2 * Double.log(1 - Double(nextUniform()))).squareRoot()
    return Float(radius * Double.cosTurn(Double(nextUniform())))
  }

  private mutating func refill() {
    var counter = (block, high.0, high.1, high.2)
    var keyWords = key
    var output: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
    withUnsafeBytes(of: &counter) { counterBytes in
      withUnsafeBytes(of: &keyWords) { keyBytes in
        withUnsafeMutableBytes(of: &output) { outputBytes in
          tbn_philox4x32(
            counterBytes.assumingMemoryBound(to: UInt32.self).baseAddress,
            keyBytes.assumingMemoryBound(to: UInt32.self).baseAddress,
            outputBytes.assumingMemoryBound(to: UInt32.self).baseAddress)
        }
      }
    }
    words = output
    used = 0
    block += 1
  }
}
