import DefaultData
import Emoji
import Failures

extension EmojiCommand {
  /// Makes the data set of single emoji, and the contact sheet if one is asked for.
  func makeEmoji() throws(Failure) {
    let directory = DatasetDirectory(
      path: output ?? DefaultData.emojiDirectory(), layout: EmojiDataset.layout)
    let isWanted = try isWanted(directory)
    guard isWanted || contactSheet != nil else { return }
    let start = ContinuousClock.now
    let collection = try collect()
    guard isWanted else { return }
    let dataset = try EmojiDataset(of: collection)
    try directory.write(dataset.files)
    report(dataset.summary, in: directory, since: start)
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
