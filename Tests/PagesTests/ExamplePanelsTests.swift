import Foundation
import Pages
import TestSupport
import Testing

@Suite struct ExamplePanelsTests {
  @Test("Each phrase has a drawing of the picture's size with a title and a description")
  func drawings() throws {
    let document = try PageCase().document()
    let drawings = document.elements("svg")
    try #require(drawings.count == 3)
    #expect(drawings.map { $0.attributes["viewBox"] } == ["0 0 320 240", "0 0 320 240", "0 0 500 375"])
    #expect(
      drawings.map { $0.texts("title") } == [
        ["a red apple, in 1007129816"], ["a cat, in 1007129816"], ["the sky, in 36979"],
      ])
    #expect(
      drawings[0].texts("desc") == [
        "true box 10, 20, 110, 95.5; candidate 1: IoU 0.75, score 0.831, correct; "
          + "candidate 2: IoU 0.49, score 0.500, wrong; candidate 3: IoU 0.10, score -1.250, wrong"
      ])
    for drawing in drawings {
      let names = ["title", "desc"].map { drawing.elements($0).first?.attributes["id"] ?? "" }
      #expect(drawing.attributes["aria-labelledby"] == names.joined(separator: " "))
    }
  }

  @Test("The three best boxes and the true one are drawn, the best over all others")
  func boxes() throws {
    let document = try PageCase().document()
    let drawings = document.elements("svg")
    try #require(drawings.count == 3)
    func boxes(_ drawing: PageElement) -> [[String]] {
      drawing.elements("rect").map { box in
        ["class", "x", "y", "width", "height"].map { box.attributes[$0] ?? "" }
      }
    }
    #expect(
      boxes(drawings[0]) == [
        ["next wrong", "200", "20", "60", "75"], ["next wrong", "0", "0", "320", "240"],
        ["halo", "12", "22", "100", "68"], ["halo", "10", "20", "100", "75.5"],
        ["truth", "10", "20", "100", "75.5"], ["best correct", "12", "22", "100", "68"],
      ])
    #expect(boxes(drawings[1]).map { $0[0] } == ["halo", "halo", "truth", "best wrong"])
    #expect(boxes(drawings[2]).map { $0[0] } == ["blank", "halo", "truth"])
    #expect(drawings[0].texts("text") == ["2", "3", "1"])
  }

  @Test("Where there is no picture its name stands on a blank area")
  func blank() throws {
    let document = try PageCase().document()
    let drawing = try #require(document.elements("svg").last)
    #expect(drawing.elements("image").isEmpty)
    #expect(drawing.texts("text") == ["36979"])
    let blank = try #require(drawing.elements("rect").first)
    #expect(blank.attributes["width"] == "500" && blank.attributes["height"] == "375")
  }

  @Test("The caption tells the phrase, its categories and each candidate's overlap and score")
  func captions() throws {
    let document = try PageCase().document()
    #expect(
      document.texts("figcaption") == [
        "a red apple people, other IoU 0.75, score 0.831, correct IoU 0.49, score 0.500, wrong "
          + "IoU 0.10, score -1.250, wrong",
        "a cat IoU 0.00, score 0.100, wrong", "the sky other no candidate",
      ])
    #expect(
      document.elements("ol").first?.elements("li").map { $0.attributes["class"] } == [
        "correct", "wrong", "wrong",
      ])
  }

  @Test("Overlaps are cut to two digits, those of two digits kept")
  func overlaps() throws {
    var page = PageCase()
    let overlaps = (0...100).map { Float($0) / 100 } + [Float(0.5).nextDown, 0.999]
    let phrases = overlaps.map { overlap in
      PhraseExample(
        text: "it", categories: [], truth: [0, 0, 1, 1],
        candidates: [CandidateExample(box: [0, 0, 1, 1], score: 0, overlap: overlap)])
    }
    page.examples = [
      LocalizationExample(imageID: "1", width: 1, height: 1, pictureURL: nil, phrases: phrases)
    ]
    let expected = (0...100).map { (Double($0) / 100, $0 >= 50) } + [(0.49, false), (0.99, true)]
    let lines = try page.document().elements("ol").map { $0.text }
    #expect(
      lines == expected.map { "IoU \(String(format: "%.2f", $0)), score 0.000, \($1 ? "correct" : "wrong")" })
  }

  @Test("Sample images lie evenly spaced, each once", arguments: [0, 1, 2, 23, 24, 25, 47, 48, 1000, 31783])
  func samplePlaces(images: Int) {
    let places = LocalizationExample.samplePlaces(of: images)
    #expect(places.count == min(24, images))
    #expect(places.allSatisfy { $0 >= 0 && $0 < images })
    let gaps = zip(places.dropFirst(), places).map { $0 - $1 }
    let gap = Double(images) / 24
    #expect(gaps.allSatisfy { $0 >= 1 && (images <= 24 || abs(Double($0) - gap) < 1) }, "\(gaps)")
    if let first = places.first, let last = places.last {
      #expect(abs(first - (images - 1 - last)) <= 1, "as much before the first as behind the last")
    }
    #expect(LocalizationExample.samplePlaces(0, of: images).isEmpty)
  }

  @Test("A sample of three of ten lies in the middle of each third")
  func samplePlacesOfTen() {
    #expect(LocalizationExample.samplePlaces(3, of: 10) == [1, 5, 8])
    #expect(LocalizationExample.samplePlaces(1, of: 9) == [4])
  }
}
