extension ScenesDataset {
  /// What stands in `README.txt` between the title and the counts.
  static func explanation(of design: SceneDesign) -> [String] {
    """
    Made by tbn-emoji from packages of the distribution; nothing was downloaded.
    Pictures: the bitmap glyphs of Noto Color Emoji (package fonts-noto-color-emoji),
      (c) Google Inc., SIL Open Font License 1.1, before backgrounds of one or two colours.
    Names: Unicode CLDR annotations and labels (package unicode-cldr-core), (c) Unicode, Inc.,
      Unicode License Agreement - Data Files and Software (Unicode-DFS-2016).
    The full licences stand in /usr/share/doc/<package>/copyright.

    A scene is \(design.canvasWidth) x \(design.canvasHeight) pixels with \(design.objectCounts.lowerBound) to \
    \(design.objectCounts.upperBound) different emoji out of \(design.vocabularyCount), the same ones in every split.
    SPLIT.txt                 the scenes of a split
    Sentences/SCENE.txt       what is said of a scene, with phrases marked as in Flickr30K Entities
    Annotations/SCENE.xml     where the phrases are, in the XML of Flickr30K Entities
    Pictures/SCENE.png        the scenes of dev and test
    SPLIT_regions.npy         float16 [regions, \(PictureFeatures.count)]: \(PictureFeatures.summary)
    SPLIT_boxes.npy           float32 [regions, 4]: x1, y1, x2, y2 in pixels; x2 - x1 is the width
    SPLIT_region_images.npy   int32 [regions]: the scene of each region, as a line of SPLIT.txt counted from 0
    SPLIT_image_sizes.npy     int32 [scenes, 2]: width, height
    The regions of train are true boxes, boxes near them and random ones; those of dev and test are proposals, of
    which none is exactly true.

    """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  static func summary(of scenes: [EncodedScene], split: String) -> String {
    let sentences: [String] = scenes.flatMap(\.sentences)
    let phrases = sentences.reduce(0) { sum, sentence in
      sum + sentence.split(separator: "[/EN#", omittingEmptySubsequences: false).count - 1
    }
    let regions = scenes.reduce(0) { $0 + $1.regions.count }
    return "\(split): \(scenes.count) scenes, \(phrases) phrases, \(regions) regions"
  }
}
