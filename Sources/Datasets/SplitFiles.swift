import Failures
import Foundation

/// The files of one split in a data set directory, and what splits a directory has.
///
/// Source: the precomputed-feature layout of VSE++ and SCAN.
struct SplitFiles {
  let directory: String
  let name: String

  private static let featuresSuffix = "_ims.npy"
  private static let captionsSuffix = "_caps.txt"

  var features: String { path(name + Self.featuresSuffix) }
  var captions: String { path(name + Self.captionsSuffix) }
  var imageIDs: String { path(name + "_ids.txt") }
  var captionVectors: String { path(name + "_sents.npy") }

  private func path(_ file: String) -> String {
    directory.hasSuffix("/") ? directory + file : directory + "/" + file
  }

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
  }

  /// - Throws: `.noInput` that names the missing file and the splits the directory does have.
  func requireInput() throws {
    let complete = try Self.completeNames(in: directory)
    for file in [features, captions] where !Self.exists(file) {
      throw Failure(
        .noInput, "no split '\(name)': there is no file \((file as NSString).lastPathComponent)",
        at: directory,
        expected: complete.isEmpty
          ? "files like train_ims.npy and train_caps.txt"
          : "one of the splits \(complete.joined(separator: ", "))")
    }
  }

  /// Names of the splits that have both features and captions, sorted.
  /// - Throws: `.noInput` when the directory cannot be listed.
  static func completeNames(in directory: String) throws -> [String] {
    let (withFeatures, withCaptions) = try namesBySuffix(in: directory)
    return withFeatures.intersection(withCaptions).sorted()
  }

  /// Names of the splits that have features or captions, sorted.
  /// - Throws: `.noInput` when the directory cannot be listed.
  static func names(in directory: String) throws -> [String] {
    let (withFeatures, withCaptions) = try namesBySuffix(in: directory)
    return withFeatures.union(withCaptions).sorted()
  }

  private static func namesBySuffix(in directory: String) throws -> (Set<String>, Set<String>) {
    let files = try list(directory)
    func names(_ suffix: String) -> Set<String> {
      Set(files.filter { $0.hasSuffix(suffix) && $0 != suffix }.map { String($0.dropLast(suffix.count)) })
    }
    return (names(featuresSuffix), names(captionsSuffix))
  }

  /// What stands in a data set directory.
  /// - Throws: `.noInput` when it cannot be listed.
  static func list(_ directory: String) throws -> [String] {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory) else {
      throw Failure(.noInput, "there is no such directory", at: directory, expected: "a data set directory")
    }
    guard isDirectory.boolValue else {
      throw Failure(.noInput, "is a file", at: directory, expected: "a data set directory")
    }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: directory)
    } catch {
      throw Failure(.noInput, "cannot be listed: \(error.localizedDescription)", at: directory)
    }
  }
}
