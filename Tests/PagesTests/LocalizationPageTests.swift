import Foundation
import Pages
import Testing

@Suite struct LocalizationPageTests {
  @Test("The page is a whole HTML document without a script or anything else to load but pictures")
  func selfContained() throws {
    let html = try PageCase().html()
    #expect(html.hasPrefix("<!DOCTYPE html>\n<html "))
    let root = try PageCase().document()
    #expect(root.elements("head").count == 1 && root.elements("body").count == 1)
    for name in ["script", "link", "iframe", "object", "img"] { #expect(root.elements(name).isEmpty) }
    #expect(!html.contains("url(") && !html.contains("@import"))
    #expect(
      root.elements("image").map { $0.attributes["href"] } == ["Pictures/a%20b.png", "Pictures/a%20b.png"])
    #expect(root.texts("title").first == "Phrase localization: test split")
  }

  @Test("An element without content has a closing tag, but for those that HTML forbids one")
  func closingTags() throws {
    let html = try PageCase().html()
    let selfClosed = html.matches(of: /<([a-z]+)[^<>]*\/>/).map { String($0.output.1) }
    #expect(selfClosed == ["meta", "meta", "meta"])
    #expect(html.contains(#"<span class="key truth"></span>"#))
  }

  @Test("Every text that comes from outside is shown as it is and never as markup")
  func escaping() throws {
    let text = PageCase.hostile
    var page = PageCase()
    page.title = text
    page.command = text
    page.categories = [text]
    page.examples = ["x\" onload=\"alert(1)", nil].map { url in
      LocalizationExample(
        imageID: text, width: 10, height: 10, pictureURL: url,
        phrases: [PhraseExample(text: text, categories: [text], truth: [0, 0, 1, 1], candidates: [])])
    }
    let document = try page.document()
    #expect(document.elements("script").isEmpty)
    #expect(!(try page.html()).contains("<script"))
    let shown = text.trimmingCharacters(in: .whitespaces)
    #expect(document.texts("h1") == ["Phrase localization: \(shown)"])
    #expect(document.texts("code") == [shown])
    #expect(document.texts("h3") == [shown, shown])
    #expect(document.texts("strong") == [shown, shown])
    #expect(document.texts("th").contains(shown))
    let image = try #require(document.elements("image").first)
    #expect(image.attributes["href"] == "x\" onload=\"alert(1)")
    #expect(image.attributes["onload"] == nil)
  }

  @Test("Characters that no XML document can hold are replaced")
  func forbiddenCharacters() throws {
    var page = PageCase()
    page.command = "a\u{0}b\u{1B}c\u{FFFF}d\u{1F34E}é"
    #expect(try page.document().texts("code") == ["a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{1F34E}é"])
  }

  @Test("The table stands on top, with a row for all phrases and one for each category")
  func table() throws {
    let document = try PageCase().document()
    #expect(document.elements("section").first?.elements("table").count == 1)
    let rows = document.elements("tr").map { row in
      row.children.map(\.text)
    }
    #expect(
      rows == [
        ["category", "phrases", "R@1", "R@5", "R@10", "upper bound"],
        ["all", "2,468", "50.0", "100.0", "100.0", "100.0"],
        ["people", "1,234", "0.0", "100.0", "100.0", "100.0"],
        ["other", "1,234", "100.0", "100.0", "100.0", "100.0"],
      ])
  }

  @Test("The counts, the protocol and the command are told")
  func words() throws {
    let texts = try PageCase().document().texts("p")
    #expect(texts.contains("Made by tbn-dist evaluate runs/1"))
    #expect(texts.contains { $0.hasPrefix("2,468 phrases with a box in 1,234 images; first correct") })
    #expect(texts.contains("2 images of 1,234 with 3 phrases."))
    #expect(texts.contains("Protocol: \(try PageCase().report().protocolText)."))
  }

  @Test("No two elements of the page have the same name")
  func names() throws {
    let names = try PageCase().document().descendants.compactMap { $0.attributes["id"] }
    #expect(names.count == 6)
    #expect(Set(names).count == names.count)
  }
}
