import Random

/// Collects the regions of one scene; no box is taken twice.
struct RegionSampler {
  /// How much a jittered box overlaps the box it came from.
  static let jitterOverlaps = 0.45...0.9

  /// In the order in which they were taken.
  private(set) var boxes: [PixelBox] = []
  private let canvas: PixelBox
  private var refused: Set<PixelBox>
  private var stream: RandomStream

  private static let attempts = 100
  private static let leastSide = 24
  private static let largestShift: Float = 0.3
  private static let scales: (Float, Float) = (0.7, 1.4)

  /// - Parameter forbidden: boxes never to be taken.
  init(canvas: PixelBox, forbidden: [PixelBox], stream: RandomStream) {
    self.canvas = canvas
    refused = Set(forbidden)
    self.stream = stream
  }

  /// Takes `box` unless it is forbidden or was taken before.
  mutating func take(_ box: PixelBox) {
    if refused.insert(box).inserted { boxes.append(box) }
  }

  /// Takes `count` boxes near `box`, moved and scaled at random.
  mutating func takeJittered(_ box: PixelBox, count: Int) {
    let wanted = boxes.count + count
    for _ in 0..<Self.attempts * count where boxes.count < wanted {
      guard let jittered = jittered(box), Self.jitterOverlaps.contains(jittered.overlap(with: box)) else {
        continue
      }
      take(jittered)
    }
  }

  /// Takes boxes around `count` random pairs of `parts`, fewer if there are not so many.
  mutating func takePairs(of parts: [PixelBox], count: Int) {
    let pairs = parts.indices.flatMap { first in (first + 1..<parts.count).map { (first, $0) } }
    for index in stream.permutation(of: pairs.count).prefix(count) {
      take(parts[pairs[index].0].union(with: parts[pairs[index].1]))
    }
  }

  /// Takes random boxes of all sizes, the small ones more often, until there are `count` in all.
  mutating func takeRandom(upTo count: Int) {
    while boxes.count < count { take(randomBox()) }
  }

  /// The boxes in a random order, so that none can be told from its place.
  mutating func shuffled() -> [PixelBox] {
    stream.permutation(of: boxes.count).map { boxes[$0] }
  }

  /// Inside the canvas; nil if nothing is left of it there.
  private mutating func jittered(_ box: PixelBox) -> PixelBox? {
    let (x1, x2) = jittered(box.x1, box.x2, within: canvas.x2)
    let (y1, y2) = jittered(box.y1, box.y2, within: canvas.y2)
    return x1 < x2 && y1 < y2 ? PixelBox(x1: x1, y1: y1, x2: x2, y2: y2) : nil
  }

  private mutating func jittered(_ lower: Int, _ upper: Int, within limit: Int) -> (Int, Int) {
    let length = Float(upper - lower)
    let shift = stream.number(from: -Self.largestShift, to: Self.largestShift)
    let center = Float(lower + upper) / 2 + shift * length
    let half = stream.number(from: Self.scales.0, to: Self.scales.1) * length / 2
    return (max(0, Int((center - half).rounded())), min(limit, Int((center + half).rounded())))
  }

  private mutating func randomBox() -> PixelBox {
    let width = randomSide(upTo: canvas.width)
    let height = randomSide(upTo: canvas.height)
    return PixelBox(
      x: stream.integer(in: 0...canvas.width - width), y: stream.integer(in: 0...canvas.height - height),
      width: width, height: height)
  }

  private mutating func randomSide(upTo most: Int) -> Int {
    let share = stream.nextUniform()
    return Self.leastSide + Int(share * share * Float(most - Self.leastSide + 1))
  }
}
