extension Picture {
  private static let identity = (0..<256).map(Float.init)

  /// The pixels inside `box`, with a side shorter than `leastSide` pixels enlarged to it.
  /// - Precondition: `box` lies inside the picture.
  func cropped(to box: PixelBox, leastSide: Int) -> Picture {
    let crop = cropped(to: box)
    guard box.width < leastSide || box.height < leastSide else { return crop }
    let enlarged = FloatImage(crop, table: Self.identity).enlarged(
      toWidth: max(box.width, leastSide), height: max(box.height, leastSide))
    return Picture(
      width: enlarged.width, height: enlarged.height, bytes: enlarged.values.map { UInt8($0.rounded()) })
  }

  private func cropped(to box: PixelBox) -> Picture {
    precondition(
      PixelBox(x: 0, y: 0, width: width, height: height).contains(box), "\(box) outside \(width) x \(height)")
    var cropped: [UInt8] = []
    cropped.reserveCapacity(box.area * 3)
    for row in box.y1..<box.y2 {
      let start = (row * width + box.x1) * 3
      cropped += bytes[start..<start + box.width * 3]
    }
    return Picture(width: box.width, height: box.height, bytes: cropped)
  }
}
