/// The sizes of the data set of scenes, and the seed that decides everything else.
package struct SceneDesign: Sendable {
  package var seed: UInt64 = 2_040
  /// In pixels.
  package var canvasWidth = 320
  package var canvasHeight = 240
  /// Different emoji in all scenes together.
  package var vocabularyCount = 350
  package var trainCount = 1_500
  package var devCount = 150
  package var testCount = 250
  /// Different emoji in one scene.
  package var objectCounts = 3...6
  /// The longer side of an emoji, in pixels.
  package var longerSides = 40...110
  /// Regions of a training scene, the true boxes among them.
  package var trainingRegionCount = 30
  /// Regions of another scene, none of them a true box.
  package var proposalCount = 40

  package init() {}

  var canvas: PixelBox { PixelBox(x: 0, y: 0, width: canvasWidth, height: canvasHeight) }

  var splits: [SceneSplit] {
    [
      SceneSplit(name: "train", code: 1, count: trainCount, isForTraining: true),
      SceneSplit(name: "dev", code: 2, count: devCount, isForTraining: false),
      SceneSplit(name: "test", code: 3, count: testCount, isForTraining: false),
    ]
  }
}
