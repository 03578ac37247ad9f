import Failures

/// The phrases of one photo in Flickr30K Entities' published form, with the boxes of their entities.
struct AnnotatedPhoto {
  private(set) var phrases: [TaggedPhrase] = []
  private(set) var entities: [Int: EntityBoxes] = [:]
  private(set) var faults = FaultList()
  /// Whether one of the files could not be read, so that nothing of the photo can be used.
  private(set) var isLeftOut = false
  /// Phrases of a photo that is left out, as far as its sentences can be read.
  private(set) var lostPhraseCount = 0
  /// Sentences that cannot be read, and tags of others that cannot.
  private(set) var faultyLineCount = 0
  private(set) var faultyTagCount = 0

  /// Reads both files of a photo. What cannot be used is left out and told among the faults.
  /// - Throws: `.badData` when the photo has neither file.
  init(files: LocalizationFiles, image: Int, id: String, size: ImageSize) throws {
    try Self.requireEither(files: files, image: image, id: id)
    do {
      let boxes = try PhotoBoxes(path: files.annotation(id), size: size)
      try readPhrases(path: files.sentences(id))
      entities = boxes.entities
      faults.append(boxes.faults)
    } catch {
      leaveOut(because: error, files: files, id: id)
    }
  }

  private mutating func leaveOut(because error: any Error, files: LocalizationFiles, id: String) {
    // Read for the count alone: the first fault says enough.
    if phrases.isEmpty { try? readPhrases(path: files.sentences(id)) }
    lostPhraseCount = phrases.count + faultyTagCount
    phrases = []
    (faultyLineCount, faultyTagCount) = (0, 0)
    faults = FaultList()
    faults.report(error as? Failure ?? Failure(.inputOutput, "\(error)", at: files.annotation(id)))
    isLeftOut = true
  }

  private static func requireEither(files: LocalizationFiles, image: Int, id: String) throws {
    let paths = [files.sentences(id), files.annotation(id)]
    guard !paths.contains(where: SplitFiles.exists) else { return }
    throw Failure(
      .badData, "the photo '\(id)' has neither \(paths[0]) nor \(paths[1])",
      at: "\(files.imageList), line \(image + 1)", expected: "an id with both files", remedy: "correct the id"
    )
  }

  private mutating func readPhrases(path: String) throws {
    let text = try TextLines(path: path, item: "sentence")
    if text.lines.isEmpty, let fault = text.faults.first { throw fault }
    faults.append(text.faultList)
    faultyLineCount = text.faultCount
    for (index, line) in text.lines.enumerated() where !line.isEmpty {
      let sentence = TaggedSentence(parsing: line, location: "\(path), line \(index + 1)")
      phrases += sentence.phrases
      faults.append(sentence.faults)
      faultyTagCount += sentence.faultyTagCount
    }
  }
}
