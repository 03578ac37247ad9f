import Foundation
import TestSupport
import NPY
import Testing

@testable import Emoji

@Suite struct ScenesDatasetTests {
  /// Small enough to make the features of every region.
  private static var design: SceneDesign {
    var design = SceneFixture.design
    (design.trainCount, design.devCount, design.testCount) = (3, 2, 2)
    (design.trainingRegionCount, design.proposalCount) = (9, 9)
    return design
  }

  private static let dataset = Task {
    try await ScenesDataset(vocabulary: SceneFixture.vocabulary, design: design)
  }

  private func files() async throws -> [String: Data] { try await Self.dataset.value.files }

  private func lines(_ data: Data?) -> [String] {
    String(decoding: data ?? Data(), as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// The numbers behind the header.
  private func numbers(_ data: Data?) throws -> [UInt32] {
    let bytes = [UInt8](try #require(data).dropFirst(128))
    return stride(from: 0, to: bytes.count, by: 4).map { start in
      (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) }
    }
  }

  @Test("Exactly the files of the layout are made")
  func fileNames() async throws {
    let files = try await files()
    #expect(Set(files.keys) == ScenesDataset.layout(of: Self.design).fileNames)
    #expect(
      files["settings.yaml"].map { String(decoding: $0, as: UTF8.self) }?.contains("task: localization")
        == true)
    #expect(lines(files["README.txt"]).first == ScenesDataset.title)
    #expect(lines(files["dev.txt"]) == ["200000", "200001"])
    #expect(files.keys.filter { $0.hasPrefix("Pictures/") }.count == 4, "dev and test only")
  }

  @Test("The summary counts scenes, phrases and regions, and stands in the README")
  func summary() async throws {
    let files = try await files()
    let sentences = lines(files["Sentences/200000.txt"]) + lines(files["Sentences/200001.txt"])
    let phrases = sentences.joined().filter { $0 == "[" }.count
    let regions = try numbers(files["dev_region_images.npy"]).count
    let line = "dev: 2 scenes, \(phrases) phrases, \(regions) regions"
    #expect(try await Self.dataset.value.summary[1] == line)
    #expect(lines(files["README.txt"]).suffix(3).contains(line))
  }

  @Test("Boxes, images, sizes and features have a row for each region or scene")
  func rows() async throws {
    let files = try await files()
    for (split, count) in [("train", 3), ("dev", 2), ("test", 2)] {
      let images = try numbers(files["\(split)_region_images.npy"])
      #expect(Set(images) == Set(0..<UInt32(count)) && images == images.sorted())
      let boxes = try numbers(files["\(split)_boxes.npy"]).map(Float.init(bitPattern:))
      #expect(boxes.count == 4 * images.count)
      for row in images.indices {
        let (x1, y1, x2, y2) = (boxes[row * 4], boxes[row * 4 + 1], boxes[row * 4 + 2], boxes[row * 4 + 3])
        #expect(x1 >= 0 && x1 < x2 && x2 <= 120 && y1 >= 0 && y1 < y2 && y2 <= 90)
      }
      #expect(
        try numbers(files["\(split)_image_sizes.npy"]) == (0..<count).flatMap { _ in [120, 90] as [UInt32] })
      #expect(files["\(split)_regions.npy"]?.count == 128 + images.count * PictureFeatures.count * 2)
    }
  }

  @Test("A region's features are those of its part of the picture")
  func features() async throws {
    let files = try await files()
    let design = Self.design
    let scene = Scene(index: 1, of: design.splits[1], vocabulary: SceneFixture.vocabulary, design: design)
    let boxes = try numbers(files["dev_boxes.npy"]).map { Int(Float(bitPattern: $0)) }
    let images = try numbers(files["dev_region_images.npy"])
    let row = try #require(images.firstIndex(of: 1)) + 2
    let box = PixelBox(
      x1: boxes[row * 4], y1: boxes[row * 4 + 1], x2: boxes[row * 4 + 2], y2: boxes[row * 4 + 3])
    let expected = PictureFeatures().features(of: scene.picture.cropped(to: box, leastSide: 64))
    let table = [UInt8](
      try #require(files["dev_regions.npy"]).dropFirst(128 + row * PictureFeatures.count * 2))
    let found = (0..<PictureFeatures.count).map {
      Float16(bitPattern: UInt16(table[2 * $0]) | UInt16(table[2 * $0 + 1]) << 8)
    }
    #expect(found == expected.map { Float16($0) })
    #expect(try scene.picture.png() == files["Pictures/200001.png"])
  }

  @Test("An annotation is XML with an object for each place and each thing without a box")
  func annotation() async throws {
    let files = try await files()
    let design = Self.design
    for (index, id) in design.splits[2].ids.enumerated() {
      let scene = Scene(
        index: index, of: design.splits[2], vocabulary: SceneFixture.vocabulary, design: design)
      let annotation = try PageElement.parse(try #require(files["Annotations/\(id).xml"]))
      #expect(annotation.texts("filename") == ["\(id).png"])
      #expect(annotation.texts("width") == ["120"] && annotation.texts("height") == ["90"])
      let names = scene.entities.flatMap { entity in entity.boxes.map { _ in "\(entity.number)" } }
      #expect(annotation.texts("name") == names + ["\(scene.backgroundNumber)", "\(scene.gapNumber)"])
      #expect(annotation.texts("xmin") == scene.entities.flatMap(\.boxes).map { "\($0.x1)" })
      #expect(annotation.texts("ymax") == scene.entities.flatMap(\.boxes).map { "\($0.y2)" })
      #expect(annotation.texts("scene") == ["1", "0"] && annotation.texts("nobndbox") == ["0", "1"])
    }
  }

  @Test("The same design gives the same bytes again")
  func determinism() async throws {
    let again = try await ScenesDataset(vocabulary: SceneFixture.vocabulary, design: Self.design)
    #expect(try await files() == again.files)
  }

  // A new value means other data under the same name: raise the version in the title.
  @Test("Texts, boxes and pictures are the ones of this version")
  func digest() throws {
    var hash = StableHash()
    for item in SceneFixture.scenes {
      let scene = item.scene
      var narrator = SceneNarrator(
        scene: scene,
        stream: .init(seed: 2_040, purpose: .sceneText, time: item.split.code, index: item.index))
      hash.combine(scene.annotation.utf8)
      hash.combine(narrator.sentences().joined(separator: "\n").utf8)
      hash.combine(scene.picture.bytes)
      for box in scene.regions(of: item.split, index: item.index, design: SceneFixture.design) {
        for corner in box.corners { hash.combine(corner.bitPattern) }
      }
    }
    #expect(hash.value == 7_802_983_320_362_032_291)
  }
}
