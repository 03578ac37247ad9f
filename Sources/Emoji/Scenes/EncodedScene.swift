import Failures
import Foundation
import Random

/// Everything that the data set holds of one scene.
struct EncodedScene: Sendable {
  let id: Int
  let annotation: String
  let sentences: [String]
  /// PNG.
  let picture: Data?
  let regions: [PixelBox]
  /// `[R, D]`, see `PictureFeatures`. Half precision: the numbers lie between -1 and 1 and are good to 1 part in 2,000.
  let features: [Float16]

  /// Draws and describes the scene at `index` of `split`.
  init(
    index: Int, of split: SceneSplit, vocabulary: SceneVocabulary, design: SceneDesign,
    extractor: PictureFeatures
  ) throws(Failure) {
    let scene = Scene(index: index, of: split, vocabulary: vocabulary, design: design)
    let textStream = RandomStream(seed: design.seed, purpose: .sceneText, time: split.code, index: index)
    var narrator = SceneNarrator(scene: scene, stream: textStream)
    let drawn = scene.picture
    let regions = scene.regions(of: split, index: index, design: design)
    id = scene.id
    annotation = scene.annotation
    sentences = narrator.sentences()
    picture = split.isForTraining ? nil : try drawn.png()
    self.regions = regions
    features = regions.flatMap { box in
      extractor.features(of: drawn.cropped(to: box, leastSide: PictureFeatures.leastSide)).map(Float16.init)
    }
  }
}
