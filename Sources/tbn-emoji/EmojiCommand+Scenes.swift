import DefaultData
import Emoji
import Failures

extension EmojiCommand {
  /// Makes the data set of scenes.
  func makeScenes() async throws {
    let design = SceneDesign()
    let directory = DatasetDirectory(
      path: scenesOutput ?? DefaultData.emojiScenesDirectory(), layout: ScenesDataset.layout(of: design))
    guard try isWanted(directory) else { return }
    let start = ContinuousClock.now
    let vocabulary = try SceneVocabulary(
      count: design.vocabularyCount, renderer: GlyphRenderer(fontAt: font),
      annotations: Annotations(language: "en", directory: annotations),
      labels: CharacterLabels(directory: annotations))
    let dataset = try await ScenesDataset(vocabulary: vocabulary, design: design)
    try directory.write(dataset.files)
    report(dataset.summary, in: directory, since: start)
  }
}
