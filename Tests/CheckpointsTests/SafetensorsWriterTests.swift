import Checkpoints
import Failures
import Tensor
import TestSupport
import Testing

@Suite struct SafetensorsWriterTests {
  @Test("A file holds exactly the bytes of the format")
  func bytesOfTheFormat() throws {
    let directory = try TemporaryDirectory()
    try SafetensorsWriter.write(
      [
        SafetensorsTensor("b", [UInt8(7), 9]), SafetensorsTensor("w", Matrix([[1, -2], [0.5, 0]])),
        SafetensorsTensor("n", [Int64(-1)]),
      ],
      metadata: ["k\"": "a\nb"], to: directory.file("t"))
    let header =
      #"{"__metadata__":{"k\"":"a\u000ab"},"n":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"#
      + #""w":{"dtype":"F32","shape":[2,2],"data_offsets":[8,24]},"#
      + #""b":{"dtype":"U8","shape":[2],"data_offsets":[24,26]}}"#
    let padding = (8 - header.utf8.count % 8) % 8
    let expected: [UInt8] =
      [UInt8(header.utf8.count + padding), 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8)
      + [UInt8](repeating: 0x20, count: padding) + [UInt8](repeating: 255, count: 8)
      + [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 0, 0, 0, 0x3F, 0, 0, 0, 0] + [7, 9]
    #expect(padding > 0 && header.utf8.count + padding < 256)
    #expect(try directory.bytes(of: "t") == expected)
  }

  @Test("The order of the tensors handed over does not change the file")
  func orderIsDeterministic() throws {
    let directory = try TemporaryDirectory()
    let tensors = ["z", "a", "é", "m.weight", "a.b"].map { SafetensorsTensor($0, [Double($0.utf8.count)]) }
    let bytes = SafetensorsTensor("0", [UInt8(1)])
    try SafetensorsWriter.write([bytes] + tensors, to: directory.file("one"))
    try SafetensorsWriter.write(tensors.reversed() + [bytes], to: directory.file("other"))
    #expect(try directory.bytes(of: "one") == directory.bytes(of: "other"))
  }

  @Test("What was written is read again, odd, one and zero sizes included")
  func roundTrip() throws {
    let directory = try TemporaryDirectory()
    let matrix = Matrix([[1, .nan, -0.0], [.infinity, .leastNonzeroMagnitude, 3]])
    let tensors = [
      SafetensorsTensor("matrix", matrix), SafetensorsTensor("vector", matrix, shape: [6]),
      SafetensorsTensor("empty", Matrix(rows: 0, columns: 5)),
      SafetensorsTensor("scalar", [Double.pi], shape: []),
      SafetensorsTensor("large", [Int64.min, Int64.max]),
      SafetensorsTensor("bytes", [0, 255, UInt8(3)], shape: [3, 1]),
    ]
    let metadata = ["": "", "tab\t\\": "\u{1}é😀\"/"]
    try SafetensorsWriter.write(tensors, metadata: metadata, to: directory.file("t"))
    let reader = try SafetensorsReader(path: directory.file("t"))
    #expect(reader.tensorNames == ["bytes", "empty", "large", "matrix", "scalar", "vector"])
    #expect(reader.metadata == metadata)
    let expected = bits(of: matrix)
    #expect(bits(of: try reader.matrix("matrix", rows: 2, columns: 3)) == expected)
    #expect(try reader.floats("vector", shape: [6]).map(\.bitPattern) == expected)
    #expect(try reader.floats("empty", shape: [0, 5]).isEmpty)
    #expect(try reader.doubles("scalar", shape: []) == [Double.pi])
    #expect(try reader.integers("large", shape: [2]) == [Int64.min, Int64.max])
    #expect(try reader.bytes("bytes", shape: [3, 1]) == [0, 255, 3])
    let target = Matrix(rows: 1, columns: 6)
    try reader.read("vector", shape: [6], into: target)
    #expect(bits(of: target) == expected)
  }

  @Test("A file without tensors is read again")
  func noTensors() throws {
    let directory = try TemporaryDirectory()
    try SafetensorsWriter.write([], to: directory.file("t"))
    #expect(try directory.bytes(of: "t") == [8, 0, 0, 0, 0, 0, 0, 0] + Array("{}      ".utf8))
    #expect(try SafetensorsReader(path: directory.file("t")).tensorNames.isEmpty)
  }

  @Test("A full disk is told with the file and the system's words")
  func fullDisk() {
    let failure = #expect(throws: Failure.self) {
      try SafetensorsWriter.write([SafetensorsTensor("w", Matrix([[1]]))], to: "/dev/full")
    }
    #expect(failure?.status == .inputOutput)
    #expect(failure?.description.hasPrefix("/dev/full: writing stopped after 0 bytes: No space left") == true)
  }

  /// The matrix lives while its numbers are copied; tells NaN from NaN and zero from minus zero.
  private func bits(of matrix: Matrix) -> [UInt32] { matrix.elements.map(\.bitPattern) }
}
