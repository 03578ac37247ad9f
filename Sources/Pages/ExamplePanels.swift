/// The markup of an image: one figure a phrase, so that no phrase's boxes hide another's, on paper too.
struct ExamplePanels {
  let example: LocalizationExample
  /// Of the image on its page, for the names of its elements.
  let place: Int
  let overlapThreshold: Float

  var markup: Markup {
    .element(
      "article", [:],
      [
        .element("h3", [:], example.imageID),
        .element("p", ["class": "size"], "\(example.width) x \(example.height) pixels"),
        .element("div", ["class": "panels"], example.phrases.enumerated().map(figure)),
      ])
  }

  private func figure(index: Int, phrase: PhraseExample) -> Markup {
    .element(
      "figure", [:],
      [
        drawing(of: phrase, name: "image-\(place)-phrase-\(index)"),
        .element("figcaption", [:], caption(phrase)),
      ])
  }

  private func caption(_ phrase: PhraseExample) -> [Markup] {
    let lines = phrase.candidates.map { candidate in
      Markup.element("li", ["class": kind(of: candidate)], words(candidate))
    }
    return [
      .element("strong", [:], phrase.text),
      .element("span", ["class": "categories"], phrase.categories.joined(separator: ", ")),
      lines.isEmpty ? .element("p", [:], "no candidate") : .element("ol", [:], lines),
    ]
  }

  /// "correct" or "wrong".
  func kind(of candidate: CandidateExample) -> String {
    candidate.overlap >= overlapThreshold ? "correct" : "wrong"
  }

  /// What a caption and a description say of a candidate.
  func words(_ candidate: CandidateExample) -> String {
    let overlap = PageNumbers.overlap(candidate.overlap)
    return "IoU \(overlap), score \(PageNumbers.score(candidate.score)), \(kind(of: candidate))"
  }
}
