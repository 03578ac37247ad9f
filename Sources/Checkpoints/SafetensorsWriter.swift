import Failures
import Files
import Foundation

/// Writes named tensors as one safetensors file, which `safetensors.torch.load_file` reads unchanged.
///
/// The same tensors and metadata give the same bytes. Source: https://huggingface.co/docs/safetensors.
package enum SafetensorsWriter {
  /// Writes the file and waits for the disk.
  ///
  /// Not atomic: meant for the temporary directory of `CheckpointDirectory.write`.
  /// - Parameters:
  ///   - tensors: in any order, no name twice; in the file the widest type is first, then names ascend.
  ///   - metadata: strings of the writer's own.
  /// - Throws: `Failure` with the file and the error of the system.
  package static func write(
    _ tensors: [SafetensorsTensor], metadata: [String: String] = [:], to path: String
  ) throws {
    // Widest first: after a header of whole eights each tensor then stands at a multiple of its element's size.
    let ordered = tensors.sorted {
      let widths = ($0.type.byteCount, $1.type.byteCount)
      return widths.0 != widths.1 ? widths.0 > widths.1 : $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
    }
    let header = header(of: ordered, metadata: metadata)
    let file = try OutputFile(creating: path)
    try withUnsafeBytes(of: UInt64(header.count).littleEndian) { try file.write($0) }
    try header.withUnsafeBytes { try file.write($0) }
    for tensor in ordered { try tensor.withUnsafeBytes { try file.write($0) } }
    try file.synchronizeAndClose()
  }

  private static func header(of tensors: [SafetensorsTensor], metadata: [String: String]) -> [UInt8] {
    precondition(Set(tensors.map(\.name)).count == tensors.count, "two tensors of one name")
    var members: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      let strings = pairs.map { "\(quoted($0.key)):\(quoted($0.value))" }
      members.append("\(quoted(SafetensorsHeader.metadataKey)):{\(strings.joined(separator: ","))}")
    }
    var end = 0
    for tensor in tensors {
      let start = end
      end += tensor.byteCount
      members.append(member(tensor, offsets: start..<end))
    }
    let text = Array("{\(members.joined(separator: ","))}".utf8)
    return text + [UInt8](repeating: UInt8(ascii: " "), count: -text.count & 7)
  }

  private static func member(_ tensor: SafetensorsTensor, offsets: Range<Int>) -> String {
    let shape = tensor.shape.map(String.init).joined(separator: ",")
    return "\(quoted(tensor.name)):{\"dtype\":\"\(tensor.type.rawValue)\",\"shape\":[\(shape)],"
      + "\"data_offsets\":[\(offsets.lowerBound),\(offsets.upperBound)]}"
  }

  /// A JSON string. Source: RFC 8259, section 7.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case _ where scalar.value < 0x20: result += String(format: "\\u%04x", scalar.value)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
