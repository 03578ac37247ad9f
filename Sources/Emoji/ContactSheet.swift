import Failures
import Foundation

/// All pictures side by side in one image, for a person to look at.
package struct ContactSheet {
  private static let side = 48
  private static let columns = 60
  private var tiles: [[UInt8]] = []

  package init() {}

  package mutating func append(_ picture: Picture) {
    let identity = (0..<256).map(Float.init)
    let tile = FloatImage(picture, table: identity).averaged(toSide: Self.side)
    tiles.append(tile.values.map { UInt8($0.rounded()) })
  }

  /// Writes a binary portable pixmap. Source: ppm(5).
  package func write(to path: String) throws(Failure) {
    do {
      try pixmap().write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw Failure(
        .cannotCreate, "cannot write the contact sheet (\(error.localizedDescription))", at: path)
    }
  }

  func pixmap() -> Data {
    let lineCount = (tiles.count + Self.columns - 1) / Self.columns
    var data = Data("P6\n\(Self.columns * Self.side) \(lineCount * Self.side)\n255\n".utf8)
    let white = [UInt8](repeating: 255, count: Self.side * 3)
    for row in 0..<lineCount * Self.side {
      for column in 0..<Self.columns {
        let tile = row / Self.side * Self.columns + column
        let start = row % Self.side * Self.side * 3
        data.append(contentsOf: tile < tiles.count ? tiles[tile][start..<start + Self.side * 3] : white[...])
      }
    }
    return data
  }
}
