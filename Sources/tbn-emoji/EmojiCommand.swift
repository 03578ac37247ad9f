import ArgumentParser
import DefaultData
import Emoji
import Failures
import Foundation

struct EmojiCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tbn-emoji",
    abstract:
      "Prepare the default data set: emoji pictures and their names, from the distribution's packages.",
    discussion: """
      Draws the glyphs of fonts-noto-color-emoji, takes their names from unicode-cldr-core, and writes features,
      captions and splits as tbn-dist reads them. A data set that is already there is left as it is.
      """)

  @Option(help: "Directory to write. Default: 'emoji' in the .build directory of this program, or beside it.")
  var output: String?

  @Option(help: "Colour font with one size of bitmap glyphs.")
  var font = "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"

  @Option(help: "Directory with CLDR's 'annotations' and 'annotationsDerived'.")
  var annotations = "/usr/share/unicode/cldr/common"

  @Flag(help: "Make the data set anew where it already exists.")
  var force = false

  @Option(help: "Also draw all pictures into one image (PPM).")
  var contactSheet: String?

  func run() throws {
    let directory = DatasetDirectory(path: output ?? DefaultData.emojiDirectory())
    let isWanted = force || !directory.isComplete
    if !isWanted { print("\(directory.path): complete already; --force makes it anew") }
    guard isWanted || contactSheet != nil else { return }
    try directory.requireReplaceable()
    let clock = ContinuousClock()
    let start = clock.now
    let collection = try collect()
    if isWanted { try write(collection, to: directory) }
    print(
      "done in \((clock.now - start).formatted(.units(allowed: [.seconds], fractionalPart: .show(length: 1))))"
    )
  }

  private func write(_ collection: EmojiCollection, to directory: DatasetDirectory) throws(Failure) {
    let dataset = try EmojiDataset(of: collection)
    try directory.write(dataset.files)
    dataset.summary.forEach { print($0) }
    print("written to \(directory.path)")
  }

  /// Draws all pictures, and the contact sheet if one is asked for.
  private func collect() throws(Failure) -> EmojiCollection {
    let renderer = try GlyphRenderer(fontAt: font)
    let captionSource = try CaptionSource(directory: annotations)
    var sheet = ContactSheet()
    let collection = EmojiCollection(renderer: renderer, captionSource: captionSource) { picture in
      if contactSheet != nil { sheet.append(picture) }
    }
    if let contactSheet { try sheet.write(to: contactSheet) }
    return collection
  }
}
