import Failures
import Foundation
import Testing

@testable import Emoji

private let fontPath = "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"
private let annotationsPath = "/usr/share/unicode/cldr/common"

@Suite struct GlyphRendererTests {
  @Test("A missing font names the package that holds it")
  func missingFont() throws {
    let failure = try #require(throws: Failure.self) { try GlyphRenderer(fontAt: "/nowhere.ttf") }
    #expect(failure.status == .noInput)
    #expect(failure.description.contains("fonts-noto-color-emoji"))
  }

  @Test("A file that is no font is refused")
  func notAFont() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("no-font-\(UUID())")
    defer { try? FileManager.default.removeItem(at: path) }
    try Data("not a font".utf8).write(to: path)
    let failure = try #require(throws: Failure.self) { try GlyphRenderer(fontAt: path.path) }
    #expect(failure.status == .badData)
    #expect(failure.location == path.path)
  }

  @Suite(
    .enabled(
      if: FileManager.default.fileExists(atPath: fontPath),
      "needs \(fontPath): apt-get install fonts-noto-color-emoji"))
  struct WithNotoColorEmoji {
    @Test(
      "Faces, hearts, keycaps, tones, flags and joined sequences become one picture",
      arguments: [
        "😀", "❤", "1\u{20E3}", "👍🏽", "☝🏻", "🇳🇴", "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
        "👩\u{200D}❤\u{200D}💋\u{200D}👩", "👩🏽\u{200D}🚀", "🕵\u{200D}♂",
      ])
    func onePicture(key: String) throws {
      let picture = try GlyphRenderer(fontAt: fontPath).picture(of: EmojiSequence(key: key))
      #expect(picture.width == 136 && picture.height == 128)
      #expect(Set(picture.bytes).count > 8, "a picture of many shades")
    }

    @Test("Skin tones, flags and joined persons have pictures of their own")
    func differentPictures() throws {
      let renderer = try GlyphRenderer(fontAt: fontPath)
      let keys = ["👍", "👍🏻", "👍🏿", "🇫🇮", "🇩🇪", "👩", "🚀", "👩\u{200D}🚀"]
      let hashes = try keys.map { try renderer.picture(of: EmojiSequence(key: $0)).hash }
      #expect(Set(hashes).count == keys.count)
    }

    @Test("A red heart on white is red in the middle and white in the corners")
    func colors() throws {
      let picture = try GlyphRenderer(fontAt: fontPath).picture(of: EmojiSequence(key: "❤"))
      let middle = (picture.height / 2 * picture.width + picture.width / 2) * 3
      #expect(picture.bytes[middle] > 200 && picture.bytes[middle + 1] < 90 && picture.bytes[middle + 2] < 90)
      #expect(Array(picture.bytes.prefix(3)) == [255, 255, 255])
      #expect(Array(picture.bytes.suffix(3)) == [255, 255, 255])
    }

    @Test(
      "What is not one emoji of the font is dropped with the reason",
      arguments: [
        ("A", Drop.notInFont), ("𓀀", Drop.notInFont), ("😀😀", Drop.notOneGlyph),
      ])
    func drops(key: String, expected: Drop) throws {
      let renderer = try GlyphRenderer(fontAt: fontPath)
      #expect(throws: expected) { try renderer.picture(of: EmojiSequence(key: key)) }
    }

    @Test(
      "Sequences with one bitmap become one picture, named by the plainest, and no caption is lacking",
      .enabled(
        if: FileManager.default.fileExists(atPath: annotationsPath),
        "needs \(annotationsPath): apt-get install unicode-cldr-core"))
    func collection() throws {
      let all = try CaptionSource(directory: annotationsPath)
      #expect(all.captions(of: EmojiSequence(key: "😀"))?.first == "grinning face")
      #expect(all.captions(of: EmojiSequence(key: "😀"))?[2] == "grinsendes Gesicht")
      // Drawing all 3,600 pictures takes a minute without optimisation: the snowboarders stand for them.
      let keys = ["🏂🏿", "🏂", "🏂🏻", "😀", "A"].map { EmojiSequence(key: $0) }
      let collection = EmojiCollection(
        renderer: try GlyphRenderer(fontAt: fontPath), captionSource: all, sequences: keys)
      #expect(collection.pictures.map(\.sequence.identifier) == ["1F3C2", "1F600"])
      #expect(collection.pictures.first?.captions[0] == "snowboarder")
      #expect(collection.pictures.first?.captions[1].hasSuffix("snowboarder: dark skin tone") == true)
      #expect(collection.drops == [.sameAsAnother: 2, .notInFont: 1])
    }
  }
}
