/// One picture of the data set with everything that is written about it.
package struct EmojiPicture: Sendable {
  package let sequence: EmojiSequence
  /// The hash of the bitmap, which decides the split.
  package let hash: UInt64
  /// `[D]`, see `PictureFeatures`.
  package let features: [Float]
  /// `CaptionSource.captionCount` texts, the English name and the English keywords first.
  package let captions: [String]

  /// The English name and keywords as one text, for evaluation.
  package var englishCaption: String { captions[0] + ", " + captions[1] }
}
