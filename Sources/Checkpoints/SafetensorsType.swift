/// The types of numbers that this program writes and reads.
package enum SafetensorsType: String, Sendable {
  case float32 = "F32"
  case float64 = "F64"
  case int64 = "I64"
  case uint8 = "U8"

  /// Bytes of one number.
  package var byteCount: Int {
    switch self {
    case .float32: 4
    case .float64, .int64: 8
    case .uint8: 1
    }
  }
}
