import Failures

extension PhraseAnnotations {
  /// Reads the phrases of a split in the form that the directory has: from the cache, or anew and, unless
  /// `files` says otherwise, into the cache.
  /// - Returns: the phrases, and a line for the person when the cache cannot be written, which costs time only.
  /// - Throws: `.badData` when the directory has both forms, when a listed photo has no annotation at all, or when
  ///   there are more than 256 categories; `.noInput` when a file is missing.
  static func read(files: LocalizationFiles, images: SplitImages) throws -> (PhraseAnnotations, note: String?)
  {
    let form = try files.form()
    if form == .published { try requirePlainNames(images.ids, path: files.imageList) }
    let cache = try PhraseCache(files: files, form: form, images: images)
    if let table = cache.table() { return (PhraseAnnotations(images: images, table: table), nil) }
    let table =
      switch form {
      case .published: try publishedTable(files: files, images: images)
      case .plain: try plainTable(files: files, images: images)
      }
    let note = files.keepsCache ? cache.store(table) : nil
    return (PhraseAnnotations(images: images, table: table), note)
  }

  /// The ids become names of files: none may lead out of the directory of sentences or of annotations.
  private static func requirePlainNames(_ ids: [String], path: String) throws {
    guard let image = ids.firstIndex(where: { $0.utf8.contains(UInt8(ascii: "/")) }) else { return }
    throw Failure(
      .badData, "the id '\(ids[image])' has a slash", at: "\(path), line \(image + 1)",
      expected: "the name of a file in Sentences and Annotations, without its ending",
      remedy: "leave directories out of the ids")
  }

  private static func publishedTable(files: LocalizationFiles, images: SplitImages) throws -> PhraseTable {
    var collector = PhraseCollector()
    for (image, id) in images.ids.enumerated() {
      let photo = try AnnotatedPhoto(files: files, image: image, id: id, size: images.sizes[image])
      try collector.append(photo, image: image)
    }
    return collector.table
  }

  private static func plainTable(files: LocalizationFiles, images: SplitImages) throws -> PhraseTable {
    var reader = PhraseLineReader(path: files.phraseLines, images: images)
    return try reader.read()
  }

  /// Faults are told and left behind, up to a point.
  /// - Throws: `.badData` when no phrase is left, or when more than 5 photos, or lines of the plain form, and more than
  ///   1 % of them cannot be used at all.
  func requireUsable(files: LocalizationFiles) throws {
    let first = faults.first.map { "; the first fault: \($0)" } ?? ""
    let remedy = "list the faults with 'tbn-dist inspect', and mend them"
    func require(_ leftOut: Int, of count: Int, _ name: String) throws {
      guard leftOut > 5, leftOut * 100 > count else { return }
      throw Failure(
        .badData, "\(leftOut) of the \(count) \(name) of split '\(files.name)' cannot be used\(first)",
        at: files.directory, expected: "at most 1 in 100", remedy: remedy)
    }
    try require(leftOutImages, of: imageIDs.count, "photos")
    // How many sentences the published form has is not known here.
    if !textOfLine.isEmpty { try require(leftOutLines, of: textOfLine.count, "lines") }
    guard occurrences.isEmpty else { return }
    throw Failure(
      .badData,
      "no phrase of split '\(files.name)' can be used: \(leftOut.summary ?? "none has a tag")\(first)",
      at: files.directory, expected: "phrases with boxes", remedy: remedy)
  }
}
