import Failures

extension PhraseAnnotations {
  /// Reads the phrases of a split in the form that the directory has.
  /// - Throws: `.badData` when the directory has both forms, when a listed photo has no annotation at all, or when
  ///   there are more than 256 categories; `.noInput` when a file is missing.
  init(files: LocalizationFiles, images: SplitImages) throws {
    switch try files.form() {
    case .published: try self.init(published: files, images: images)
    case .plain: try self.init(plain: files, images: images)
    }
  }

  /// Reads the phrases of every listed photo in Flickr30K Entities' published form.
  private init(published files: LocalizationFiles, images: SplitImages) throws {
    var collector = PhraseCollector()
    for (image, id) in images.ids.enumerated() {
      let photo = try AnnotatedPhoto(files: files, image: image, id: id, size: images.sizes[image])
      try collector.append(photo, image: image)
    }
    self.init(images: images, collected: collector, textOfLine: [])
  }

  /// Reads the phrases of `{split}_phrases.jsonl`. A line that cannot be used is left out and told among the faults.
  private init(plain files: LocalizationFiles, images: SplitImages) throws {
    let reader = PhraseLineReader(path: files.phraseLines, images: images)
    let (collector, textOfLine) = try reader.read()
    self.init(images: images, collected: collector, textOfLine: textOfLine)
  }

  /// Faults are told and go on, up to a point.
  /// - Throws: `.badData` when no phrase is left, or when more than 5 photos and more than 1 % of them cannot be
  ///   used at all.
  func requireUsable(files: LocalizationFiles) throws {
    let first = faults.first.map { "; the first fault: \($0)" } ?? ""
    let place = files.directory
    guard leftOutImages <= 5 || leftOutImages * 100 <= imageIDs.count else {
      throw Failure(
        .badData,
        "\(leftOutImages) of the \(imageIDs.count) photos of split '\(files.name)' cannot be used\(first)",
        at: place, expected: "at most 1 in 100", remedy: "'tbn-dist inspect' lists the faults")
    }
    guard occurrences.isEmpty else { return }
    throw Failure(
      .badData, "no phrase of split '\(files.name)' has a box; \(drops.total) were left out\(first)",
      at: place,
      expected: "phrases with boxes", remedy: "'tbn-dist inspect' lists the faults")
  }
}
