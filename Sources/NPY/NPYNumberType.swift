/// The element types an array of plain numbers may have. Raw values are NumPy's `descr` strings.
package enum NPYNumberType: String, CaseIterable, Sendable {
  case int8 = "|i1"
  case int16 = "<i2"
  case int32 = "<i4"
  case int64 = "<i8"
  case uint8 = "|u1"
  case uint16 = "<u2"
  case uint32 = "<u4"
  case uint64 = "<u8"
  case float16 = "<f2"
  case float32 = "<f4"
  case float64 = "<f8"

  package var byteCount: Int {
    switch self {
    case .int8, .uint8: 1
    case .int16, .uint16, .float16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64: 8
    }
  }

  /// NumPy's name of the type: "int64".
  package var name: String { String(describing: self) }

  static var listing: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
