import CMPI

/// A number type that MPI can send and reduce.
package protocol Element: BitwiseCopyable {
  static var type: cmpi_type { get }
}

extension UInt8: Element {
  package static var type: cmpi_type { CMPI_BYTE }
}
extension UInt16: Element {
  package static var type: cmpi_type { CMPI_UINT16 }
}
extension Int64: Element {
  package static var type: cmpi_type { CMPI_INT64 }
}
extension Int: Element {
  package static var type: cmpi_type { CMPI_INT64 }
}
extension Float: Element {
  package static var type: cmpi_type { CMPI_FLOAT }
}
extension Double: Element {
  package static var type: cmpi_type { CMPI_DOUBLE }
}

/// What a reduction does with the ranks' numbers.
package enum Reduction {
  case sum, minimum, maximum

  var operation: cmpi_operation {
    switch self {
    case .sum: CMPI_SUM
    case .minimum: CMPI_MIN
    case .maximum: CMPI_MAX
    }
  }
}
