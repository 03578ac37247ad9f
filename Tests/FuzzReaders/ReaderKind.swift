import ArgumentParser

/// The readers of files that a person or another program may have written.
enum ReaderKind: String, CaseIterable, ExpressibleByArgument {
  case features, boxes
  case captions, ids
  case imageList = "image-list"
  case sentences, annotation, phrases
  case phraseCache = "phrase-cache"
  case safetensors, manifest
  case checkpointName = "checkpoint-name"
  case runRecord = "run-record"
  case vocabulary, encoder, model, configuration, metrics

  /// The reader with its companion files, made in a directory where they may stand already.
  func make(in directory: String) throws -> any FuzzedReader {
    switch self {
    case .features: FeaturesReader(directory: directory)
    case .boxes: try RegionsReader(.boxes, directory: directory)
    case .captions: try CaptionsReader(.captions, directory: directory)
    case .ids: try CaptionsReader(.ids, directory: directory)
    case .imageList: try RegionsReader(.imageList, directory: directory)
    case .sentences: try RegionsReader(.sentences, directory: directory)
    case .annotation: try RegionsReader(.annotation, directory: directory)
    case .phrases: try RegionsReader(.phrases, directory: directory)
    case .phraseCache: try RegionsReader(.cache, directory: directory)
    case .safetensors: try TensorsReader(directory: directory)
    case .manifest: try CheckpointReader(.manifest, directory: directory)
    case .checkpointName: try CheckpointReader(.best, directory: directory)
    case .runRecord: try RunReader(.record, directory: directory)
    case .vocabulary: try RunReader(.vocabulary, directory: directory)
    case .encoder: try RunReader(.encoder, directory: directory)
    case .model: try RunReader(.model, directory: directory)
    case .configuration: SettingsReader(directory: directory)
    case .metrics: MetricsReader(directory: directory)
    }
  }
}
