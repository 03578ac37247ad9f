/// The element types a feature file may have. Raw values are NumPy's `descr` strings.
package enum NPYElementType: String, CaseIterable, Sendable {
  case float16 = "<f2"
  case float32 = "<f4"
  case float64 = "<f8"
  case uint8 = "|u1"

  package var byteCount: Int {
    switch self {
    case .uint8: 1
    case .float16: 2
    case .float32: 4
    case .float64: 8
    }
  }

  /// NumPy's name of the type: "float16".
  package var name: String { String(describing: self) }

  static var listing: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
