import CKernels
import MPI

/// How gradients travel between nodes.
package enum WireFormat: String, CaseIterable, Sendable, Codable {
  case fp32
  /// Half the bytes: each node's sums are rounded to 8 bits of precision, added up in single precision, and their sum
  /// is rounded again.
  case bf16
}

/// A number as it travels.
protocol WireNumber: Element {
  static func pack(_ numbers: UnsafePointer<Float>, _ count: Int, into wire: UnsafeMutablePointer<Self>)
  static func unpack(_ wire: UnsafePointer<Self>, _ count: Int, into numbers: UnsafeMutablePointer<Float>)
  /// Adds up parts of `count` numbers each, which stand one behind the other, in their order.
  static func sum(
    _ parts: UnsafePointer<Self>, partCount: Int, count: Int, into sum: UnsafeMutablePointer<Self>)
}

extension Float: WireNumber {
  static func pack(_ numbers: UnsafePointer<Float>, _ count: Int, into wire: UnsafeMutablePointer<Float>) {
    wire.update(from: numbers, count: count)
  }
  static func unpack(_ wire: UnsafePointer<Float>, _ count: Int, into numbers: UnsafeMutablePointer<Float>) {
    numbers.update(from: wire, count: count)
  }
  static func sum(
    _ parts: UnsafePointer<Float>, partCount: Int, count: Int, into sum: UnsafeMutablePointer<Float>
  ) {
    let starts = (0..<partCount).map { (parts + $0 * count) as UnsafePointer<Float>? }
    tbn_sum_parts(starts, partCount, count, sum)
  }
}

/// The bits of a bfloat16.
extension UInt16: WireNumber {
  static func pack(_ numbers: UnsafePointer<Float>, _ count: Int, into wire: UnsafeMutablePointer<UInt16>) {
    tbn_to_bfloat16(numbers, count, wire)
  }
  static func unpack(_ wire: UnsafePointer<UInt16>, _ count: Int, into numbers: UnsafeMutablePointer<Float>) {
    tbn_from_bfloat16(wire, count, numbers)
  }
  static func sum(
    _ parts: UnsafePointer<UInt16>, partCount: Int, count: Int, into sum: UnsafeMutablePointer<UInt16>
  ) {
    tbn_sum_bfloat16(parts, partCount, count, sum)
  }
}
