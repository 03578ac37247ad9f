import ArgumentParser
import DefaultData
import Emoji
import Failures
import Foundation

struct EmojiCommand: AsyncParsableCommand {
  /// The data sets that the command makes.
  enum DatasetName: String, ExpressibleByArgument, CaseIterable {
    case emoji
    case scenes
  }

  static let configuration = CommandConfiguration(
    commandName: "tbn-emoji",
    abstract:
      "Prepare the default data sets: emoji and their names, and scenes of them, from the distribution's packages.",
    discussion: """
      Draws the glyphs of fonts-noto-color-emoji, takes their names from unicode-cldr-core, and writes features,
      captions and splits as tbn-dist reads them; then scenes of several emoji with phrases, boxes and proposals
      for phrase localization. A data set that is already there is left as it is.
      """)

  @Option(
    help: "Directory of the emoji. Default: 'emoji' in the .build directory of this program, or beside it.")
  var output: String?

  @Option(help: "Directory of the scenes. Default: 'emoji-scenes' in the same place.")
  var scenesOutput: String?

  @Option(help: "Make only one of the data sets.")
  var only: DatasetName?

  @Option(help: "Colour font with one size of bitmap glyphs.")
  var font = "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"

  @Option(help: "Directory with CLDR's 'annotations', 'annotationsDerived' and 'properties'.")
  var annotations = "/usr/share/unicode/cldr/common"

  @Flag(help: "Make the data sets anew where they already exist.")
  var force = false

  @Option(help: "Also draw all pictures into one image (PPM).")
  var contactSheet: String?

  func validate() throws {
    guard only == .scenes, contactSheet != nil else { return }
    throw ValidationError("--contact-sheet shows the emoji: leave out --only scenes")
  }

  func run() async throws {
    if only != .scenes { try makeEmoji() }
    if only != .emoji { try await makeScenes() }
  }

  /// Whether `directory` is to be written; says so if not.
  func isWanted(_ directory: DatasetDirectory) throws(Failure) -> Bool {
    guard force || !directory.isComplete else {
      print("\(directory.path): complete already; --force makes it anew")
      return false
    }
    try directory.requireReplaceable()
    return true
  }

  /// Says what was written and how long it took since `start`.
  func report(_ summary: [String], in directory: DatasetDirectory, since start: ContinuousClock.Instant) {
    let duration = (ContinuousClock.now - start)
      .formatted(.units(allowed: [.seconds], fractionalPart: .show(length: 1)))
    summary.forEach { print($0) }
    print("written to \(directory.path) in \(duration)")
  }
}
