import Checkpoints
import Failures
import TestSupport
import Testing

@Suite struct SafetensorsReaderTests {
  /// One tensor `x` of two floats, 1 and 2, with spaces and escapes as another writer may put them.
  static let foreignHeader = #"{ "\u0078" : {"data_offsets":[0, 8],"shape":[2],"dtype":"F32"} } "#
  static let twoFloats: [UInt8] = [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]

  @Test("A file made byte by byte is read")
  func foreignFile() throws {
    let directory = try TemporaryDirectory()
    let reader = try SafetensorsReader(
      path: try directory.write(file(Self.foreignHeader, Self.twoFloats), to: "t"))
    #expect(reader.tensorNames == ["x"])
    #expect(try reader.floats("x", shape: [2]) == [1, 2])
    #expect(reader.description(of: "x")?.shape == [2])
    #expect(reader.description(of: "y") == nil)
  }

  @Test("Asking for another name, type or shape says what there is and what was expected")
  func wrongRequests() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(file(Self.foreignHeader, Self.twoFloats), to: "t")
    let reader = try SafetensorsReader(path: path)
    let x = "\(path): tensor x is F32 of shape [2]; expected"
    expect("\(path): there is no tensor y; expected F32 of shape [2]") { try reader.floats("y", shape: [2]) }
    expect("\(x) F32 of shape [2, 1]") { try reader.matrix("x", rows: 2, columns: 1) }
    expect("\(x) F64 of shape [2]") { try reader.doubles("x", shape: [2]) }
  }

  @Test(
    "A header that is not right is refused with what is wrong",
    arguments: [
      (#"{"x":{"dtype":"BF16","shape":[4],"data_offsets":[0,8]}}"#, "tensor x has the type BF16"),
      (#"{"x":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, "tensor x has 8 bytes"),
      (
        #"{"x":{"dtype":"F32","shape":[9223372036854775807,4],"data_offsets":[0,8]}}"#, "tensor x has 8 bytes"
      ),
      (#"{"x":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,8]}}"#, "an integer from 0"),
      (#"{"x":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#, "an integer from 0"),
      (#"{"x":{"dtype":"F32","shape":[02],"data_offsets":[0,8]}}"#, "an integer from 0"),
      (#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, "have 4 bytes and the file holds 8"),
      (#"{"x":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}"#, "have 16 bytes and the file holds 8"),
      (#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, "tensor x starts at byte 4"),
      (#"{"x":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#, "tensor x is not fully described"),
      (#"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}"#, "tensor x is not fully described"),
      (#"{"x":{"dtype":"F32","data_offsets":[0,8]}}"#, "tensor x is not fully described"),
      (#"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"more":1}}"#, "unknown entry more"),
      (#"{"x":{"dtype":"F32","shape":[2],"shape":[2],"data_offsets":[0,8]}}"#, "the name shape stands twice"),
      (
        #"{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[1],"#
          + #""data_offsets":[4,8]}}"#, "the name x stands twice"
      ),
      (
        #"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"y":{"dtype":"F32","shape":[1],"#
          + #""data_offsets":[4,8]}}"#, "tensor y starts at byte 4"
      ),
      (#"{"__metadata__":{"a":1},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, "holds byte 49"),
      (#" {"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, "holds byte 32; expected {"),
      (#"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} {"#, "expected nothing more"),
      (#"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},}"#, "holds byte 125"),
      (#"{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, "half a surrogate pair"),
      (#"{"\u00g0":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, "four hexadecimal digits"),
      (#"{"\x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, "unknown escape"),
      (#"{"x"#, "the end of a string"), ("", "holds the end"),
    ])
  func badHeaders(header: String, part: String) throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(file(header, Self.twoFloats), to: "t")
    let failure = #expect(throws: Failure.self) { try SafetensorsReader(path: path) }
    #expect(failure?.status == .badData)
    #expect(failure?.description.contains(part) == true, "\(failure?.description ?? "")")
    #expect(failure?.description.contains(path) == true)
  }

  @Test("A name that is not UTF-8 is refused")
  func invalidUTF8() throws {
    let directory = try TemporaryDirectory()
    let bytes = file(#"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, Self.twoFloats)
    let broken = bytes.map { $0 == UInt8(ascii: "x") ? 0xFF : $0 }
    let path = try directory.write(broken, to: "t")
    let failure = #expect(throws: Failure.self) { try SafetensorsReader(path: path) }
    #expect(failure?.found == "a string is not UTF-8")
  }

  @Test("A file cut off after any byte is refused")
  func truncations() throws {
    let directory = try TemporaryDirectory()
    let bytes = file(Self.foreignHeader, Self.twoFloats)
    for length in 0..<bytes.count {
      let path = try directory.write(Array(bytes[..<length]), to: "t")
      #expect(throws: Failure.self, "cut to \(length) bytes") { try SafetensorsReader(path: path) }
    }
  }

  @Test("A flipped bit before the data never crashes, and in the header's length is always found")
  func bitFlips() throws {
    let directory = try TemporaryDirectory()
    let bytes = file(Self.foreignHeader, Self.twoFloats)
    for bit in 0..<(bytes.count - Self.twoFloats.count) * 8 {
      var broken = bytes
      broken[bit / 8] ^= 1 << UInt8(bit % 8)
      let path = try directory.write(broken, to: "t")
      guard let reader = try? SafetensorsReader(path: path) else { continue }
      #expect(bit >= 64, "bit \(bit) of the length")
      let tensor = reader.tensorNames.first.flatMap { reader.description(of: $0) }
      #expect(tensor?.shape.reduce(tensor?.type.byteCount ?? 0, *) == Self.twoFloats.count)
    }
  }

  @Test("A missing file and a directory are told apart from data")
  func notFiles() throws {
    let directory = try TemporaryDirectory()
    let missing = #expect(throws: Failure.self) { try SafetensorsReader(path: directory.file("none")) }
    #expect(missing?.status == .noInput)
    let folder = #expect(throws: Failure.self) { try SafetensorsReader(path: directory.path) }
    #expect(folder?.found == "is not a regular file")
  }

  private func file(_ header: some StringProtocol, _ data: [UInt8]) -> [UInt8] {
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian, Array.init) + Array(header.utf8) + data
  }

  private func expect(_ description: String, _ body: () throws -> some Any) {
    let failure = #expect(throws: Failure.self) { _ = try body() }
    #expect(failure?.description == description)
  }
}
