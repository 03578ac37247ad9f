/// One picture of the data set with everything that is written about it.
package struct EmojiPicture: Sendable {
  package let sequence: EmojiSequence
  /// The hash of the bitmap, which decides the split.
  package let hash: UInt64
  /// `[D]`, see `PictureFeatures`.
  package let features: [Float]
  /// `CaptionSource.captionCount` texts, the English name and the English keywords first.
  package let captions: [String]

  /// The English name and keywords as one text.
  package var englishCaption: String { captions[0] + ", " + captions[1] }

  /// The captions as written. Keywords follow the name: alone they are often no more than "flag", which tells no
  /// picture from another.
  package var captionLines: [String] { [captions[0], englishCaption] + captions.dropFirst(2) }
}
