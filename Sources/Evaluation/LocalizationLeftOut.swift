/// What of a split of phrases was not scored.
package struct LocalizationLeftOut: Codable, Equatable, Sendable {
  /// Photos whose annotation cannot be used at all.
  package let photos: Int
  /// Lines of the annotation of which nothing can be used.
  package let lines: Int
  /// Phrases without a box that can be used, those of the photos among them.
  package let phrases: Int

  package init(photos: Int, lines: Int, phrases: Int) {
    (self.photos, self.lines, self.phrases) = (photos, lines, phrases)
  }

  var json: String {
    OrderedJSON.object([("photos", "\(photos)"), ("lines", "\(lines)"), ("phrases", "\(phrases)")])
  }
}
