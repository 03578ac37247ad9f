import Digests
import NPY

/// The vector of an item before it is single-precision numbers: the bytes of a row of a file, and for a region its
/// place in its photo.
package struct StoredRow {
  private let bytes: UnsafeRawBufferPointer
  private let elementType: NPYElementType
  private let item: Int
  private let spatial: SpatialFeatures?

  init(_ bytes: UnsafeRawBufferPointer, _ elementType: NPYElementType, item: Int, spatial: SpatialFeatures?) {
    self.bytes = bytes
    self.elementType = elementType
    self.item = item
    self.spatial = spatial
  }

  /// Numbers that stand in the file.
  private var fileColumns: Int { bytes.count / elementType.byteCount }

  /// Writes the vector `[D]` without any preparation.
  package func copy(into target: UnsafeMutablePointer<Float>) {
    elementType.widen(bytes, into: target)
    spatial?.copyRow(item, into: target + fileColumns)
  }

  /// Equal for rows of equal numbers, and of a region of equal place.
  package func digest() throws -> UInt64 {
    guard let spatial else { return Digester.digest(of: bytes) }
    let digester = try Digester()
    digester.combine(bytes)
    var place = [Float](repeating: 0, count: SpatialFeatures.dimensions)
    spatial.copyRow(item, into: &place)
    for number in place { digester.combine(number) }
    return digester.value
  }

  /// Writes the vector `[D]`, each number minus `mean` and divided by `scale`, both `[D]`.
  func standardize(
    mean: UnsafePointer<Float>, scale: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>
  ) {
    elementType.standardize(bytes, mean: mean, scale: scale, into: target)
    guard let spatial else { return }
    spatial.copyRow(item, into: target + fileColumns)
    for column in fileColumns..<fileColumns + SpatialFeatures.dimensions {
      target[column] = (target[column] - mean[column]) / scale[column]
    }
  }
}
