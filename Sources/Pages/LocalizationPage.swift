import Evaluation

/// A self-contained page with the figures of a phrase localization and some images with what was found in them.
///
/// It links pictures and nothing else, runs no script, and is well-formed as HTML and as XML.
package struct LocalizationPage {
  /// What was scored: "test split of flickr30k".
  package let title: String
  /// The command that made the page.
  package let command: String
  package let report: LocalizationReport
  package let examples: [LocalizationExample]
  /// A candidate whose overlap with the true box is this or more is correct.
  package let overlapThreshold: Float

  package init(
    title: String, command: String, report: LocalizationReport, examples: [LocalizationExample],
    overlapThreshold: Float = 0.5
  ) {
    self.title = title
    self.command = command
    self.report = report
    self.examples = examples
    self.overlapThreshold = overlapThreshold
  }

  /// The whole file, in UTF-8.
  package var html: String {
    let page = Markup.element("html", ["xmlns": "http://www.w3.org/1999/xhtml", "lang": "en"], [head, body])
    return "<!DOCTYPE html>\n\(page.source)\n"
  }

  private var head: Markup {
    .element(
      "head", [:],
      [
        .void("meta", ["charset": "utf-8"]),
        .void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        .void("meta", ["name": "color-scheme", "content": "light dark"]),
        .element("title", [:], "Phrase localization: \(title)"), PageStyle.sheet,
      ])
  }

  private var body: Markup {
    .element("body", [:], [.element("main", [:], [header, figures, samples])])
  }

  private var header: Markup {
    .element(
      "header", [:],
      [
        .element("h1", [:], "Phrase localization: \(title)"),
        .element("p", [:], [.text("Made by "), .element("code", [:], command)]),
      ])
  }

  private var samples: Markup {
    let number = examples.reduce(0) { $0 + $1.phrases.count }
    let counts =
      "\(PageNumbers.count(examples.count, "image")) of \(PageNumbers.count(report.images)) "
      + "with \(PageNumbers.count(number, "phrase"))."
    let panels = examples.enumerated().map { place, example in
      ExamplePanels(example: example, place: place, overlapThreshold: overlapThreshold).markup
    }
    return .element(
      "section", ["class": "samples"],
      [.element("h2", [:], "Samples"), .element("p", [:], counts), legend] + panels)
  }
}
