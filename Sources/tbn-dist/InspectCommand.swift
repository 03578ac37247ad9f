import ArgumentParser
import Checkpoints
import Datasets
import Failures
import Foundation
import Training

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "What a data set, a run or a checkpoint holds, and what is wrong with it.")

  @Argument(help: "Directory of a data set, a run or a checkpoint; or one .npy or .safetensors file.")
  var path: String
  @Option(help: "Captions of each image where no ids tell, as for 'train'; 0: as the files say.")
  var captionsPerImage = 0
  @Flag(help: "Of a data set: one JSON object instead of lines.")
  var json = false

  func validate() throws {
    try requireCount(captionsPerImage, "captions-per-image")
  }

  func run() throws {
    guard LaunchedRank.number == 0 else { return }
    let inspection = try Inspection(path: path, captionsPerImage: captionsPerImage)
    if json {
      guard let object = inspection.json else {
        throw Failure(.usage, "--json is for data sets", at: path, expected: "the directory of a data set")
      }
      print(object)
    } else {
      inspection.lines.forEach { print($0) }
    }
    if inspection.hasProblems { throw ExitCode(ExitStatus.badData.rawValue) }
  }
}
