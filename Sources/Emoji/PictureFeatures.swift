import Foundation

/// What the networks see of a picture: a colour thumbnail and the directions of edges at two scales.
package struct PictureFeatures: Sendable {
  /// The length of a feature vector, D.
  package static let count =
    thumbnailSide * thumbnailSide * 3 + OrientedGradients.fine.count + OrientedGradients.coarse.count
  package static let summary =
    "a \(thumbnailSide) x \(thumbnailSide) thumbnail in Oklab, then histograms of oriented gradients of "
    + "\(OrientedGradients.fine) and \(OrientedGradients.coarse)"

  /// The least width and height of a picture, in pixels.
  package static let leastSide = 64

  private static let thumbnailSide = 16
  private static let gradientSide = leastSide

  /// sRGB bytes as linear light. Source: IEC 61966-2-1.
  private let linear = (0..<256).map { byte -> Float in
    let value = Double(byte) / 255
    return Float(value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4))
  }
  private let encoded = (0..<256).map { Float($0) / 255 }

  package init() {}

  /// The feature vector of `picture`, `[D]`.
  /// - Precondition: the picture is at least `leastSide` pixels wide and high.
  package func features(of picture: Picture) -> [Float] {
    // Light adds up in linear values, so those are averaged; edges are seen in the encoded ones.
    let thumbnail = FloatImage(picture, table: linear).averaged(toSide: Self.thumbnailSide)
    let detail = FloatImage(picture, table: encoded).averaged(toSide: Self.gradientSide)
    let gradients = GradientField(of: detail)
    return Oklab.values(ofLinear: thumbnail) + OrientedGradients.fine.histograms(of: gradients)
      + OrientedGradients.coarse.histograms(of: gradients)
  }
}
