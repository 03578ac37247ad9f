import Failures

/// What became of an annotated box when it was held against its photo.
enum CheckedBox: Equatable {
  /// Within the photo, with an area.
  case box(Box)
  case dropped(PhraseDrop)

  /// Checks corners x1, y1, x2, y2: in order, within the photo at least in part, and with an area there.
  ///
  /// A box that reaches beyond the photo is clipped and reported, one that cannot be used is reported alone; one
  /// without area is no fault.
  /// - Parameter location: "FILE, line n", for faults.
  init(corners: [Double], in size: ImageSize, location: @autoclosure () -> String, faults: inout FaultList) {
    let box = Box(x1: Float(corners[0]), y1: Float(corners[1]), x2: Float(corners[2]), y2: Float(corners[3]))
    let shown = { "the box \(corners.map(Self.numeral).joined(separator: " "))" }
    func drop(_ found: String, expected: String) -> CheckedBox {
      faults.report(Failure(.badData, "\(shown()) \(found)", at: location(), expected: expected))
      return .dropped(.faultyBox)
    }
    guard [box.x1, box.y1, box.x2, box.y2].allSatisfy(\.isFinite) else {
      self = drop("is not finite", expected: "four finite numbers")
      return
    }
    guard box.x1 <= box.x2, box.y1 <= box.y2 else {
      self = drop("has its corners reversed", expected: "x1 y1 x2 y2 with x1 <= x2 and y1 <= y2")
      return
    }
    guard !box.isOutside(size) else {
      self = drop("is outside the photo", expected: "a box within \(size.text)")
      return
    }
    let clipped = box.clipped(to: size)
    if clipped != box {
      _ = drop("reaches beyond the photo and is clipped", expected: "a box within \(size.text)")
    }
    self = clipped.area > 0 ? .box(clipped) : .dropped(.zeroArea)
  }

  private static func numeral(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
  }
}
