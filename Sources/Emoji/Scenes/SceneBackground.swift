import Random

/// What lies behind the emoji: one light colour, or two that meet at a horizon. Both grow a little darker downwards.
struct SceneBackground: Equatable, Sendable {
  /// Red, green and blue in 0...255.
  private static let tints: [(name: String, color: SIMD3<Float>)] = [
    ("pale blue", [212, 230, 246]), ("pale green", [214, 238, 210]), ("pale yellow", [250, 243, 204]),
    ("pale pink", [250, 220, 228]), ("pale grey", [224, 226, 228]), ("pale violet", [228, 218, 244]),
    ("pale orange", [252, 228, 204]), ("pale brown", [230, 216, 200]), ("white", [246, 246, 246]),
  ]
  private static let colorNoise: Float = 8
  private static let darkening: Float = 0.06

  /// As in "a pale blue and pale green background".
  let name: String
  private let upper: SIMD3<Float>
  private let lower: SIMD3<Float>
  /// The first row of the lower colour.
  private let horizon: Int

  /// Draws the colours and the horizon for a canvas of `height` rows.
  init(height: Int, stream: inout RandomStream) {
    let first = stream.nextIndex(below: Self.tints.count)
    let second = stream.isOnce(in: 2) ? first : stream.nextIndex(below: Self.tints.count)
    upper = Self.color(of: first, stream: &stream)
    lower = first == second ? upper : Self.color(of: second, stream: &stream)
    horizon = stream.integer(in: height / 3...height * 3 / 4)
    let names = first == second ? [first] : [first, second]
    name = "a \(names.map { Self.tints[$0].name }.joined(separator: " and ")) background"
  }

  /// The colour of one row, in 0...1.
  func color(ofRow row: Int, height: Int) -> SIMD3<Float> {
    let depth = Float(row) / Float(height)
    return (row < horizon ? upper : lower) / 255 * (1 - Self.darkening * depth)
  }

  private static func color(of tint: Int, stream: inout RandomStream) -> SIMD3<Float> {
    func noise() -> Float { stream.number(from: -colorNoise, to: colorNoise) }
    let shift = SIMD3(noise(), noise(), noise())
    return (tints[tint].color + shift).clamped(lowerBound: .zero, upperBound: SIMD3(repeating: 255))
  }
}
