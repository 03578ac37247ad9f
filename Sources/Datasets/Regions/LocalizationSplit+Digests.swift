import Digests
import NPY

extension LocalizationSplit: DigestedFiles {
  package var featureFiles: [NPYFile] { [regions.file] + (textVectors.map { [$0.file] } ?? []) }

  /// Of boxes, their images, the sizes of images, ids where the data set has them, and phrases. In the published form
  /// each photo has one of its own for its sentences and annotation.
  package func contentDigests() throws -> [FileDigest] {
    let files = LocalizationFiles(directory: directory, name: name)
    var digests = [
      try digest(files.boxes) { digester in boxes.withUnsafeBytes { digester.combine($0) } },
      try digest(files.regionImages) { digester in regionImages.withUnsafeBytes { digester.combine($0) } },
      try digest(files.imageSizes) { digester in
        for size in annotations.imageSizes {
          digester.combine(size.width)
          digester.combine(size.height)
        }
      },
    ]
    if SplitFiles.exists(files.imageList) {
      digests.append(
        try FileDigest(path: files.imageList, texts: annotations.imageIDs))
    }
    return digests + (try phraseDigests(files))
  }

  private func phraseDigests(_ files: LocalizationFiles) throws -> [FileDigest] {
    if !annotations.textOfLine.isEmpty {
      return [
        try digest(files.phraseLines) { digester in
          for image in 0..<imageCount { annotations.combine(image: image, into: digester) }
          // To which text the vector of each line belongs.
          for text in annotations.texts { digester.combine(text) }
          for text in annotations.textOfLine { digester.combine(text) }
        }
      ]
    }
    return try annotations.imageIDs.enumerated().map { image, id in
      let digester = try Digester()
      annotations.combine(image: image, into: digester)
      return FileDigest(file: "Annotations/\(id).xml or Sentences/\(id).txt", digest: digester.value)
    }
  }

  private func digest(_ path: String, _ combine: (Digester) -> Void) throws -> FileDigest {
    let digester = try Digester()
    combine(digester)
    return FileDigest(path: path, digest: digester.value)
  }
}

extension PhraseAnnotations {
  /// Every phrase of an image that has a box, with its categories.
  fileprivate func combine(image: Int, into digester: Digester) {
    let own = occurrences(ofImage: image)
    digester.combine(own.count)
    for occurrence in own {
      digester.combine(texts[Int(occurrence.text)])
      let box = occurrence.box
      for corner in [box.x1, box.y1, box.x2, box.y2] { digester.combine(corner) }
      digester.combine(occurrence.categories.count)
      for category in occurrence.categories { digester.combine(categories[Int(category)]) }
    }
  }
}
