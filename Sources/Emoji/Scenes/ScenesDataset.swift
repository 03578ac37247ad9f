import DefaultData
import Failures
import Foundation
import NPY

/// The data set of phrase localization, one entry for each file: annotations and sentences as Flickr30K Entities
/// publishes them, and regions with their features.
package struct ScenesDataset: Sendable {
  /// The contents of each file by its path inside the data set.
  package private(set) var files: [String: Data] = [:]
  /// Scenes, phrases and regions, as lines to read.
  package private(set) var summary: [String] = []

  /// Draws all scenes, on every core, and encodes every file.
  /// - Precondition: the vocabulary and the canvas have room for the scenes of `design`.
  package init(vocabulary: SceneVocabulary, design: SceneDesign = SceneDesign()) async throws {
    for split in design.splits {
      let scenes = try await Self.scenes(of: split, vocabulary: vocabulary, design: design)
      addTexts(of: scenes)
      addArrays(of: scenes, split: split.name, design: design)
      summary.append(Self.summary(of: scenes, split: split.name))
    }
    files[DefaultData.settingsFileName] = Self.text(Self.settings)
    files[Self.readmeName] = Self.text([Self.title, ""] + Self.explanation(of: design) + summary)
  }

  /// Chosen on dev: the objects are few and drawn alike, which asks for less than photos do.
  private static let settings = [
    "# Settings of 'tbn-dist train' for these data; flags and --config win over them.",
    "task: localization", "hidden: 512", "embedding: 256", "epochs: 6",
  ]

  private static func scenes(
    of split: SceneSplit, vocabulary: SceneVocabulary, design: SceneDesign
  ) async throws -> [EncodedScene] {
    let extractor = PictureFeatures()
    return try await withThrowingTaskGroup(of: EncodedScene.self) { group in
      for index in 0..<split.count {
        group.addTask {
          try EncodedScene(
            index: index, of: split, vocabulary: vocabulary, design: design, extractor: extractor)
        }
      }
      var scenes: [EncodedScene] = []
      for try await scene in group { scenes.append(scene) }
      return scenes.sorted { $0.id < $1.id }
    }
  }

  private mutating func addTexts(of scenes: [EncodedScene]) {
    for scene in scenes {
      files["Annotations/\(scene.id).xml"] = Data(scene.annotation.utf8)
      files["Sentences/\(scene.id).txt"] = Self.text(scene.sentences)
      if let picture = scene.picture { files["Pictures/\(scene.id).png"] = picture }
    }
  }

  private mutating func addArrays(of scenes: [EncodedScene], split: String, design: SceneDesign) {
    let boxes = scenes.flatMap(\.regions)
    let images = scenes.enumerated().flatMap { row, scene in scene.regions.map { _ in Int32(row) } }
    let size = [Int32(design.canvasWidth), Int32(design.canvasHeight)]
    files["\(split).txt"] = Self.text(scenes.map { String($0.id) })
    files["\(split)_regions.npy"] = NPYWriter.data(
      scenes.flatMap(\.features), shape: [boxes.count, PictureFeatures.count])
    files["\(split)_boxes.npy"] = NPYWriter.data(boxes.flatMap(\.corners), shape: [boxes.count, 4])
    files["\(split)_region_images.npy"] = NPYWriter.data(images, shape: [boxes.count])
    files["\(split)_image_sizes.npy"] = NPYWriter.data(
      scenes.flatMap { _ in size }, shape: [scenes.count, 2])
  }

  private static func text(_ lines: [String]) -> Data {
    Data(lines.map { $0 + "\n" }.joined().utf8)
  }
}
