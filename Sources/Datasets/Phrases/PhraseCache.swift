import Digests
import Failures
import Files
import Foundation

/// The phrases of a split as they were read the last time, in a file beside the data.
///
/// Strict: a file that is damaged, of another version, or of files that have changed since is as good as none. All
/// numbers are little-endian: magic (8 bytes), version (4), key (8), the table, CRC-32 of all before it (4).
struct PhraseCache {
  let path: String
  private let key: UInt64
  private let directory: String
  private let dataDirectory: String
  /// What faults' locations begin with: the data set may be named otherwise the next time.
  private let prefix: String
  private let imageSizes: [ImageSize]

  private static let magic = Array("TBNPHRAS".utf8)
  /// To be raised whenever the same files would give another table.
  private static let version: UInt32 = 2
  private static let headerByteCount = 20
  /// A hundred times the table of Flickr30K Entities.
  private static let maximumByteCount = 1 << 31
  static let directoryName = ".tbn-dist-cache"

  init(files: LocalizationFiles, form: LocalizationFiles.Form, images: SplitImages) throws {
    directory = files.path(Self.directoryName)
    path = "\(directory)/\(files.name)-phrases.bin"
    key = try Self.key(files: files, form: form, images: images)
    dataDirectory = files.directory
    prefix = files.path("")
    imageSizes = images.sizes
  }

  /// The table of the cache; `nil` when there is none that fits.
  func table() -> PhraseTable? {
    guard let file = try? FileContents(path: path, atMost: Self.maximumByteCount) else { return nil }
    return withExtendedLifetime(file) {
      guard let content = content(of: file.bytes) else { return nil }
      var decoder = PhraseTableDecoder(bytes: content, imageSizes: imageSizes, prefix: prefix)
      return try? decoder.decode()
    }
  }

  /// The bytes of the table, when everything around them is right.
  private func content(of bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    let end = bytes.count - 4
    guard end >= Self.headerByteCount, bytes.prefix(Self.headerByteCount).elementsEqual(header) else {
      return nil
    }
    var checksum = CRC32()
    checksum.update(UnsafeRawBufferPointer(rebasing: bytes[..<end]))
    let stored = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: end, as: UInt32.self))
    guard checksum.value == stored else { return nil }
    return UnsafeRawBufferPointer(rebasing: bytes[Self.headerByteCount..<end])
  }

  private var header: [UInt8] {
    var encoder = PhraseTableEncoder(prefix: prefix)
    encoder.bytes = Self.magic
    encoder.append(Self.version)
    encoder.append(key)
    return encoder.bytes
  }

  /// Writes the table for the next time.
  /// - Returns: a line for the person when it cannot be written.
  func store(_ table: PhraseTable) -> String? {
    var encoder = PhraseTableEncoder(prefix: prefix)
    encoder.bytes = header
    encoder.append(table)
    var checksum = CRC32()
    encoder.bytes.withUnsafeBytes { checksum.update($0) }
    encoder.append(checksum.value)
    do {
      try requirePermission()
      try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
      // Ranks on many hosts may store the same table at the same time.
      try AtomicFile.write(Data(encoder.bytes), to: path, writer: UUID().uuidString)
      return nil
    } catch {
      let reason = (error as? Failure)?.found ?? error.localizedDescription
      return "the phrases will be read anew the next time: \(path) cannot be written (\(reason))"
    }
  }

  // Root may write everywhere: a data set that is kept read-only stays as it is, also for root.
  private func requirePermission() throws {
    var status = stat()
    guard !SplitFiles.exists(directory), stat(dataDirectory, &status) == 0, status.st_mode & 0o222 == 0 else {
      return
    }
    throw Failure(.cannotCreate, "\(dataDirectory) is read-only", at: directory)
  }

  /// A digest of the list of images and of the name, size and time of modification of every file.
  private static func key(
    files: LocalizationFiles, form: LocalizationFiles.Form, images: SplitImages
  ) throws -> UInt64 {
    let hash = try Digester()
    hash.combine(files.imageSizes, named: "sizes")
    hash.combine(files.imageList, named: "list")
    if form == .plain {
      hash.combine(files.phraseLines, named: "lines")
      return hash.value
    }
    for id in images.ids {
      hash.combine(files.sentences(id), named: id)
      hash.combine(files.annotation(id), named: id)
    }
    return hash.value
  }
}

extension Digester {
  /// Size and time of modification of a file; those of a missing one are their own.
  fileprivate func combine(_ path: String, named name: String) {
    var status = stat()
    let exists = stat(path, &status) == 0
    combine(name)
    combine(exists ? Int(status.st_size) : -1)
    combine(exists ? Int(status.st_mtim.tv_sec) : -1)
    combine(exists ? Int(status.st_mtim.tv_nsec) : -1)
  }
}
