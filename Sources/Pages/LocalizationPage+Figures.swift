import Evaluation

extension LocalizationPage {
  /// The table by category with the counts and the protocol.
  var figures: Markup {
    let counts =
      "\(PageNumbers.count(report.phrases, "phrase")) with a box in \(PageNumbers.count(report.images, "image")); "
      + "\(report.rankText)."
    return .element(
      "section", [:],
      [
        .element("h2", [:], "Figures"), .element("p", [:], counts),
        .element("div", ["class": "wide"], [table]),
        .element("p", ["class": "protocol"], "Protocol: \(report.protocolText)."),
      ])
  }

  private var table: Markup {
    let titles = ["category", "phrases", "R@1", "R@5", "R@10", "upper bound"]
    let heading = Markup.element("tr", [:], titles.map { .element("th", ["scope": "col"], $0) })
    let categories = report.categoriesInOrder.map { row($0.name, $0.figures) }
    return .element(
      "table", [:],
      [
        .element(
          "caption", [:],
          "Percent of the phrases with a correct box among the first 1, 5 and 10, and among all candidates"),
        .element("thead", [:], [heading]),
        .element("tbody", [:], [row("all", report.all)] + categories),
      ])
  }

  private func row(_ name: String, _ figures: LocalizationFigures) -> Markup {
    let cells = [PageNumbers.count(figures.phrases)] + figures.percentages.map(PageNumbers.percent)
    return .element(
      "tr", [:], [.element("th", ["scope": "row"], name)] + cells.map { .element("td", [:], $0) })
  }

  /// What the colours and lines of the boxes mean.
  var legend: Markup {
    let keys: [(kind: String, meaning: String)] = [
      ("truth", "true box"), ("best correct", "best-scored box, correct: IoU of \(overlapThreshold) or more"),
      ("best wrong", "best-scored box, wrong"), ("next correct", "second and third, correct"),
      ("next wrong", "second and third, wrong"),
    ]
    return .element(
      "ul", ["class": "legend"],
      keys.map { kind, meaning in
        .element("li", [:], [.element("span", ["class": "key \(kind)"]), .text(meaning)])
      })
  }
}
