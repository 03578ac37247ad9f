extension EmojiDataset {
  /// What stands in `README.txt` between the title and the counts.
  static var explanation: [String] {
    """
    Made by tbn-emoji from packages of the distribution; nothing was downloaded.
    Pictures: the bitmap glyphs of Noto Color Emoji (package fonts-noto-color-emoji),
      (c) Google Inc., SIL Open Font License 1.1.
    Texts: Unicode CLDR annotations (package unicode-cldr-core), (c) Unicode, Inc.,
      Unicode License Agreement - Data Files and Software (Unicode-DFS-2016).
    The full licences stand in /usr/share/doc/<package>/copyright.

    SPLIT_ims.npy   float32 [images, \(PictureFeatures.count)]: \(PictureFeatures.summary)
    SPLIT_caps.txt  \(CaptionSource.captionCount) lines an image: the English name, name and keywords, \
    the names in \(CaptionSource.otherLanguages.joined(separator: ", "))
    SPLIT_ids.txt   the code points of each image
    dev-english and test-english are the pictures of dev and test with one line each: English name and keywords.
    The splits are fixed by a hash of each bitmap; no bitmap stands in two of them.

    """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  static func summary(of collection: EmojiCollection, splits: Splits<EmojiPicture>) -> [String] {
    let counts = "train \(splits.train.count), dev \(splits.dev.count), test \(splits.test.count)"
    let drops = collection.drops.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
    return ["\(collection.pictures.count) pictures: \(counts)"]
      + drops.map { "\($0.value) sequences left out: \($0.key.reason)" }
  }
}
