import Failures
import Foundation
import NPY

/// A run of one step, made by the program that stands beside this one.
struct SmallRun {
  let directory: String

  func train(to path: String) throws {
    try FileManager.default.createDirectory(atPath: "\(directory)/train", withIntermediateDirectories: true)
    let captions = "a dog runs\ntwo cats\nthe sea\na red house\n"
    let files = [
      ("train_ims.npy", Data(NPYBytes.floats(rows: 4, columns: 3))), ("train_caps.txt", Data(captions.utf8)),
    ]
    for (name, data) in files { try data.write(to: URL(fileURLWithPath: "\(directory)/train/\(name)")) }
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: own).deletingLastPathComponent().appendingPathComponent(
      "tbn-dist")
    process.arguments = [
      "train", "--data", "\(directory)/train", "--run", path, "--epochs", "1", "--hidden", "4", "--embedding",
      "3",
      "--batch-images", "4",
    ]
    process.standardError = FileHandle.nullDevice
    do { try process.run() } catch {
      throw Failure(
        .noInput, "no program tbn-dist beside \(own)", remedy: "build it: swift build --product tbn-dist")
    }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(.software, "the small run ended with status \(process.terminationStatus)", at: path)
    }
  }
}
