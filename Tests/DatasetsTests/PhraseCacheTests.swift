import Failures
import Foundation
import TestSupport
import Testing

@testable import Datasets

@Suite("Cache of phrases")
struct PhraseCacheTests {
  private let name = ".tbn-dist-cache/dev-phrases.bin"

  /// A data set of the published form with faults of several kinds.
  private func faulty() throws -> LocalizationData {
    let data = try LocalizationData.published()
    try data.write("[x] [/EN#9/other a ball]\n[/EN#9/other naïve ball]\n", to: "Sentences/33.txt")
    try data.directory.remove("Annotations/22.xml")
    return data
  }

  /// The table as the cache has it; `nil` when the cache does not fit.
  private func cached(_ data: LocalizationData) throws -> PhraseTable? {
    let files = LocalizationFiles(directory: data.directory.path, name: "dev")
    return try PhraseCache(files: files, form: files.form(), images: SplitImages(files: files)).table()
  }

  @Test("What was read the first time is what the cache gives, faults and drops and all")
  func roundTrip() throws {
    for data in [try faulty(), try LocalizationData.plain(), try LocalizationData.published()] {
      #expect(try cached(data) == nil)
      let first = try data.load().annotations
      let table = try #require(try cached(data))
      #expect(PhraseAnnotations(images: try SplitImages(files: files(data)), table: table) == first)
      #expect(try data.load().annotations == first)
    }
  }

  private func files(_ data: LocalizationData) -> LocalizationFiles {
    LocalizationFiles(directory: data.directory.path, name: "dev")
  }

  @Test("The second reading is from the cache: files are not opened, and nothing is written")
  func isUsed() throws {
    let data = try LocalizationData.published()
    let first = try data.load().annotations
    let stamp = try modified(data, name)
    // The same name, size and time of modification, but another text.
    let path = data.directory.file("Sentences/33.txt")
    var status = stat()
    try #require(stat(path, &status) == 0)
    let text = (LocalizationData.sentences["33"] ?? "").replacing("Ball", with: "Doll")
    try data.write(text, to: "Sentences/33.txt")
    try #require(utimensat(AT_FDCWD, path, [status.st_atim, status.st_mtim], 0) == 0)
    #expect(try data.load().annotations == first)
    #expect(try modified(data, name) == stamp)
  }

  private func modified(_ data: LocalizationData, _ name: String) throws -> Date? {
    try FileManager.default.attributesOfItem(atPath: data.directory.file(name))[.modificationDate] as? Date
  }

  @Test("Any file that changes makes the cache stale, and it is made anew")
  func staleness() throws {
    let changes: [(LocalizationData) throws -> Void] = [
      { try $0.write("[/EN#9/other a doll]\n", to: "Sentences/33.txt") },
      {
        try $0.write(
          LocalizationData.annotations["33"]?.replacing(">25", with: ">24") ?? "", to: "Annotations/33.xml")
      },
      { try $0.write("11\n33\n22\n", to: "dev.txt") },
      { try $0.directory.remove("Sentences/22.txt") },
      { try $0.directory.write([[100, 80], [60, 60], [50, 41]], to: "dev_image_sizes.npy") },
    ]
    for (number, change) in changes.enumerated() {
      let data = try LocalizationData.published()
      let first = try data.load().annotations
      try change(data)
      #expect(try cached(data) == nil, "change \(number)")
      let second = try data.load().annotations
      #expect(second != first, "change \(number)")
      #expect(try cached(data) != nil, "change \(number)")
      #expect(try data.load().annotations == second, "change \(number)")
    }
  }

  @Test("A cache cut after any byte, or with any byte changed, is as good as none")
  func damage() throws {
    let data = try faulty()
    let first = try data.load().annotations
    let whole = try data.directory.bytes(of: name)
    for length in 0..<whole.count {
      try data.directory.write(Array(whole[..<length]), to: name)
      #expect(try cached(data) == nil, "\(length) bytes")
    }
    for position in whole.indices {
      var damaged = whole
      damaged[position] ^= 0x41
      try data.directory.write(damaged, to: name)
      #expect(try cached(data) == nil, "byte \(position)")
    }
    try data.directory.write(whole + [0], to: name)
    #expect(try cached(data) == nil)
    #expect(try data.load().annotations == first)
    #expect(try data.directory.bytes(of: name) == whole)
  }

  @Test("Bytes that are no table never trap, whatever they are, even without a checksum")
  func decoderDamage() throws {
    let data = try faulty()
    _ = try data.load()
    let table = try #require(try cached(data))
    var encoder = PhraseTableEncoder(prefix: "a/")
    encoder.append(table)
    let whole = encoder.bytes
    let sizes = [(100, 80), (60, 60), (50, 40)].map { ImageSize(width: Float($0.0), height: Float($0.1)) }
    func decode(_ bytes: [UInt8]) throws -> PhraseTable {
      try bytes.withUnsafeBytes { bytes in
        var decoder = PhraseTableDecoder(bytes: bytes, imageSizes: sizes, prefix: "a/")
        return try decoder.decode()
      }
    }
    #expect(try decode(whole) == table)
    #expect(throws: PhraseTableDecoder.Damage.self) { _ = try decode(whole + [0]) }
    for length in 0..<whole.count {
      #expect(throws: PhraseTableDecoder.Damage.self) { _ = try decode(Array(whole[..<length])) }
    }
    for position in whole.indices {
      for value in [UInt8(0), 0x7f, 0xff] {
        var damaged = whole
        damaged[position] = value
        guard let read = try? decode(damaged) else { continue }
        #expect(read.occurrences.allSatisfy { $0.text >= 0 && $0.text < read.texts.count && $0.image < 3 })
        #expect(read.textOfLine.allSatisfy { $0 < read.texts.count })
      }
    }
  }

  @Test("Faults name the files where the data set is now, not where it was")
  func movedDirectory() throws {
    let data = try faulty()
    #expect(try data.load().annotations.faults.count == 2)
    let other = try TemporaryDirectory()
    try FileManager.default.removeItem(atPath: other.path)
    try FileManager.default.moveItem(atPath: data.directory.path, toPath: other.path)
    let moved = LocalizationData(directory: other)
    #expect(try cached(moved) != nil)
    let locations = try moved.load().annotations.faults.map(\.location)
    #expect(locations == [other.file("Annotations/22.xml"), other.file("Sentences/33.txt") + ", line 1"])
  }

  @Test("Where the cache cannot be written the data are read all the same, and a note says so")
  func cannotBeWritten() throws {
    let data = try LocalizationData.published()
    let expected = try LocalizationData.published().load().annotations
    try data.write("in the way", to: ".tbn-dist-cache")
    var split = try data.load()
    #expect(split.annotations == expected)
    #expect(split.notes.count == 1)
    let note = split.notes.first ?? ""
    #expect(note.contains("will be read anew") && note.contains("cannot be written"), "\(note)")
    try data.directory.remove(".tbn-dist-cache")
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: data.directory.path)
    split = try data.load()
    #expect(split.annotations == expected && split.notes.count == 1)
    #expect(!SplitFiles.exists(data.directory.file(".tbn-dist-cache")))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: data.directory.path)
    #expect(try data.load().notes.isEmpty)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: data.directory.file(".tbn-dist-cache")).count == 1)
  }

  @Test("Many that store at the same time leave one whole file")
  func concurrentStores() async throws {
    let data = try LocalizationData.published()
    let path = data.directory.path
    let notes = await withTaskGroup(of: [String]?.self) { group in
      for _ in 0..<8 {
        group.addTask { try? LocalizationSplit.load(directory: path, split: "dev").notes }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(notes == [[String]?](repeating: [], count: 8))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: data.directory.file(".tbn-dist-cache")).count == 1)
    #expect(try cached(data) != nil)
  }
}
