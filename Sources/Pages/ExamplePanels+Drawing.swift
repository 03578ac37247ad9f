extension ExamplePanels {
  /// The picture with a phrase's boxes, in the picture's pixels.
  ///
  /// - Parameter name: the drawing's on its page, which no other has.
  func drawing(of phrase: PhraseExample, name: String) -> Markup {
    .element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 \(example.width) \(example.height)",
        "width": "\(example.width)", "height": "\(example.height)", "role": "img",
        "aria-labelledby": "\(name)-title \(name)-description",
      ],
      [
        .element("title", ["id": "\(name)-title"], "\(phrase.text), in \(example.imageID)"),
        .element("desc", ["id": "\(name)-description"], description(of: phrase)),
      ] + picture + boxes(of: phrase))
  }

  private func description(of phrase: PhraseExample) -> String {
    let corners = (0..<4).map { PageNumbers.length(phrase.truth[$0]) }.joined(separator: ", ")
    let found = phrase.candidates.enumerated().map { "candidate \($0 + 1): \(words($1))" }
    return (["true box \(corners)"] + (found.isEmpty ? ["no candidate"] : found)).joined(separator: "; ")
  }

  private var picture: [Markup] {
    let size = (width: "\(example.width)", height: "\(example.height)")
    if let url = example.pictureURL {
      return [.element("image", ["href": url, "width": size.width, "height": size.height])]
    }
    return [
      .element("rect", ["class": "blank", "width": size.width, "height": size.height]),
      .element(
        "text",
        [
          "class": "blank-id", "x": "50%", "y": "50%", "text-anchor": "middle", "font-size": "\(fontSize)",
        ], example.imageID),
    ]
  }

  /// The best-scored box lies over the others, so that it is seen whole; it is thinner than the true one, which shows
  /// under it where both agree.
  private func boxes(of phrase: PhraseExample) -> [Markup] {
    let ranked = phrase.candidates.enumerated().map { index, candidate in
      let kind = "\(index == 0 ? "best" : "next") \(kind(of: candidate))"
      return [rectangle(candidate.box, kind), number(index + 1, at: candidate.box, kind)]
    }
    let halos = (phrase.candidates.prefix(1).map(\.box) + [phrase.truth]).map { rectangle($0, "halo") }
    return ranked.dropFirst().flatMap { $0 } + halos + [rectangle(phrase.truth, "truth")]
      + (ranked.first ?? [])
  }

  private func rectangle(_ box: SIMD4<Float>, _ kind: String) -> Markup {
    .element(
      "rect",
      [
        "class": kind, "x": PageNumbers.length(box.x), "y": PageNumbers.length(box.y),
        "width": PageNumbers.length(max(0, box.z - box.x)),
        "height": PageNumbers.length(max(0, box.w - box.y)),
        "fill": "none", "vector-effect": "non-scaling-stroke",
      ])
  }

  /// A candidate's place in the order, in the upper left corner of its box; the later ones farther to the right, as
  /// the best boxes often share a corner.
  private func number(_ place: Int, at box: SIMD4<Float>, _ kind: String) -> Markup {
    let size = Float(fontSize)
    return .element(
      "text",
      [
        "class": "number \(kind)", "x": PageNumbers.length(box.x + size * (Float(place) - 0.7)),
        "y": PageNumbers.length(box.y + size), "font-size": "\(fontSize)",
      ], "\(place)")
  }

  /// Pixels of the picture, so that it is legible when the picture is scaled to a column.
  private var fontSize: Int { max(4, max(example.width, example.height) / 22) }
}
