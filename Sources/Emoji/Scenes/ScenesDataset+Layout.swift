import DefaultData

extension ScenesDataset {
  /// The first line of `README.txt`. The version changes with the scenes, the texts, the regions or the features.
  static let title = "Emoji scenes for phrase localization, version 2"
  static let readmeName = "README.txt"

  /// The files of a data set made by `design`.
  package static func layout(of design: SceneDesign = SceneDesign()) -> DatasetLayout {
    let files = design.splits.flatMap { split in
      let arrays = ["_regions", "_boxes", "_region_images", "_image_sizes"].map { "\(split.name)\($0).npy" }
      return arrays + ["\(split.name).txt"] + split.ids.flatMap { fileNames(ofScene: $0, of: split) }
    }
    return DatasetLayout(
      title: title, readmeName: readmeName, fileNames: files + [DefaultData.settingsFileName, readmeName],
      folders: ["Annotations": "xml", "Sentences": "txt", "Pictures": "png"])
  }

  private static func fileNames(ofScene id: Int, of split: SceneSplit) -> [String] {
    let pictures = split.isForTraining ? [] : ["Pictures/\(id).png"]
    return ["Annotations/\(id).xml", "Sentences/\(id).txt"] + pictures
  }
}
