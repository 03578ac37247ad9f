import DefaultData
import Failures
import Foundation
import NPY

/// The data set in the layout of VSE++'s precomputed features, one entry for each file.
package struct EmojiDataset {
  /// The first line of `README.txt`. The version changes with the features, the texts or the splits.
  package static let title = "Emoji pictures and their names, version 4"
  static let readmeName = "README.txt"
  /// Every file of the data set.
  package static let fileNames: [String] =
    ["train", "dev", "test", "dev-english", "test-english"].flatMap { split in
      ["_ims.npy", "_caps.txt", "_ids.txt"].map { split + $0 }
    } + [DefaultData.settingsFileName, readmeName]
  package static let layout = DatasetLayout(title: title, readmeName: readmeName, fileNames: fileNames)

  /// The contents of each file by its name.
  package let files: [String: Data]
  /// Pictures, splits and what was left out, as lines to read.
  package let summary: [String]

  /// Splits the pictures and encodes every file.
  /// - Throws: `Failure` if there are too few pictures to split.
  package init(of collection: EmojiCollection) throws(Failure) {
    let splits = try Self.split(collection.pictures)
    var files: [String: Data] = [:]
    for (name, pictures) in [("train", splits.train), ("dev", splits.dev), ("test", splits.test)] {
      files.merge(Self.files(ofSplit: name, pictures, captions: \.captionLines)) { $1 }
    }
    for (name, pictures) in [("dev-english", splits.dev), ("test-english", splits.test)] {
      files.merge(Self.files(ofSplit: name, pictures) { [$0.englishCaption] }) { $1 }
    }
    summary = Self.summary(of: collection, splits: splits)
    files[DefaultData.settingsFileName] = Self.text(Self.settings)
    files[Self.readmeName] = Self.text([Self.title, ""] + Self.explanation + summary)
    self.files = files
  }

  /// Chosen on dev-english. The data are small and their words rare, which asks for a narrower network, a higher
  /// learning rate and less dropout than the paper's data sets.
  private static let settings = [
    "# Settings of 'tbn-dist train' for these data; flags and --config win over them.",
    "hidden: 512", "embedding: 256", "margin: 0.1", "learning-rate: 2e-3", "dropout: 0.3", "epochs: 16",
    "learning-rate-decay: 0.9", "selection: recall-at-1",
  ]

  private static func split(_ pictures: [EmojiPicture]) throws(Failure) -> Splits<EmojiPicture> {
    let needed = Splits<EmojiPicture>.testCount + Splits<EmojiPicture>.devCount
    guard pictures.count > needed else {
      throw Failure(
        .badData, "the font and the annotations give only \(pictures.count) pictures",
        expected: "more than \(needed), as the packages fonts-noto-color-emoji and unicode-cldr-core give")
    }
    return Splits(of: pictures, hash: \.hash)
  }

  private static func files(
    ofSplit split: String, _ pictures: [EmojiPicture], captions: (EmojiPicture) -> [String]
  ) -> [String: Data] {
    [
      "\(split)_ims.npy": NPYWriter.data(rows: pictures.map(\.features), columns: PictureFeatures.count),
      "\(split)_caps.txt": text(pictures.flatMap(captions)),
      "\(split)_ids.txt": text(pictures.map(\.sequence.identifier)),
    ]
  }

  private static func text(_ lines: [String]) -> Data {
    Data(lines.map { $0 + "\n" }.joined().utf8)
  }
}
