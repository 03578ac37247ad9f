import Failures
import Foundation
import TestSupport
import Testing

extension LocalizationCommandTests {
  /// A way to spoil a data set, and what must be said of it.
  struct SpoiltData: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let form: MenagerieFiles.Form
    let status: Failures.ExitStatus
    let phrases: [String]
    let spoil: @Sendable (MenagerieFiles) throws -> Void

    init(
      _ description: String, form: MenagerieFiles.Form = .plain, _ status: Failures.ExitStatus,
      _ phrases: String..., spoil: @escaping @Sendable (MenagerieFiles) throws -> Void
    ) {
      testDescription = description
      (self.form, self.status, self.phrases, self.spoil) = (form, status, phrases, spoil)
    }
  }

  @Suite("Bad regions and phrases are refused with one message on two ranks")
  struct DataTests {
    static let cases = [
      SpoiltData("a box too few", .badData, "train_boxes.npy: 433 rows for 434 regions") {
        try $0.write($0.train.photos.flatMap(\.boxes).dropLast(), to: "train_boxes.npy")
      },
      SpoiltData("no boxes", .noInput, "there is no file train_boxes.npy", "the splits dev, test") {
        try $0.remove("train_boxes.npy")
      },
      SpoiltData("a size too few", .badData, "train_image_sizes.npy: 31 sizes for 32 images") {
        try $0.write([Int32](repeating: 100, count: 62), to: "train_image_sizes.npy", columns: 2)
      },
      SpoiltData(
        "a region outside the list", .badData, "train_region_images.npy: row 5 holds 32", "from 0 to 31"
      ) {
        var images = MenagerieFiles.regionImages($0.train)
        images[5] = 32
        try $0.write(images, to: "train_region_images.npy")
      },
      SpoiltData(
        "a box outside its photo", .badData, "train_boxes.npy: row 3 holds the box", "outside its photo"
      ) {
        var boxes = $0.train.photos.flatMap(\.boxes)
        boxes[3] = [200, 10, 220, 30]
        try $0.write(boxes, to: "train_boxes.npy")
      },
      SpoiltData("NaN in dev", .badData, "dev_regions.npy: row 17 holds nan in column 3") {
        var rows = $0.dev.photos.flatMap(\.features)
        rows[17][3] = .nan
        try $0.write(rows, to: "dev_regions.npy")
      },
      SpoiltData("dev of another width", .badData, "dev_regions.npy: rows of ", "as in the training split") {
        try $0.write($0.dev.photos.flatMap(\.features).map { Array($0.prefix(3)) }, to: "dev_regions.npy")
      },
      SpoiltData(
        "regions far from every phrase", .badData, "no phrase has a region that overlaps its box by 0.6"
      ) {
        let boxes = $0.train.photos.flatMap(\.boxes).map { [$0[0], $0[1], $0[0] + 1, $0[1] + 1] }
        try $0.write(boxes, to: "train_boxes.npy")
      },
      SpoiltData("no phrases", .noInput, "no phrases for split 'train'", "train_phrases.jsonl") {
        try $0.remove("train_phrases.jsonl")
      },
      SpoiltData("no phrase with a box", .badData, "no phrase of split 'train' can be used") {
        try $0.write(#"{"image": 0, "phrase": "a dog", "boxes": []}"# + "\n", to: "train_phrases.jsonl")
      },
      SpoiltData("vectors of too few phrases", .badData, "train_phrases.npy: 2 rows for 249 lines") {
        try $0.write([[1, 2], [3, 4]], to: "train_phrases.npy")
      },
      SpoiltData(
        "a photo without annotation", form: .published, .badData, "train.txt, line 4", "'train-3' has neither"
      ) {
        try $0.remove("Sentences/train-3.txt")
        try $0.remove("Annotations/train-3.xml")
      },
      SpoiltData("no annotations", form: .published, .noInput, "is not complete", "Annotations") {
        try $0.remove("Annotations")
      },
      SpoiltData("both forms", form: .published, .badData, "are given twice", "expected one form") {
        try $0.write("{}\n", to: "train_phrases.jsonl")
      },
      SpoiltData(
        "boxes in the pixels of other photos", form: .published, .badData,
        "photos of split 'train' cannot be used"
      ) {
        let sizes = $0.train.photos.flatMap { _ in [1000, 800] as [Int32] }
        try $0.write(sizes, to: "train_image_sizes.npy", columns: 2)
      },
    ]

    @Test("Training refuses bad data and makes no run directory", arguments: cases)
    func train(_ spoilt: SpoiltData) throws {
      let data = try MenagerieFiles(spoilt.form)
      try spoilt.spoil(data)
      try data.train("run", ranks: 2).expectOneMessage(spoilt.status, spoilt.phrases)
      #expect(!FileManager.default.fileExists(atPath: data.file("run")))
    }

    @Test("Photos without annotation are counted, with their phrases, by every command that reads them")
    func leftOut() throws {
      let data = try MenagerieFiles(.published)
      for split in [data.train, data.test] {
        for photo in split.photos.prefix(3) { try data.remove("Annotations/\(photo.id).xml") }
      }
      func lost(_ split: Menagerie) -> String {
        // Two phrases more than those with boxes: one that is not visual, one for the whole scene.
        let phrases = split.photos.prefix(3).reduce(0) { $0 + $1.phrases.count + 2 }
        return "3 of \(split.photos.count) photos left out, \(phrases) phrases with them"
      }
      let trained = try data.train("run", ["--max-steps", "1"], ranks: 2).run()
      #expect(trained.status == 0 && trained.errors.contains(lost(data.train)), "\(trained)")
      let found = try data.localize("run", ["--json"], ranks: 2).run()
      let output = try LocalizationOutput(found.output)
      #expect(output.protocol.contains(lost(data.test)) && output.left_out.photos == 3, "\(found)")
      #expect(output.left_out.lines == 0 && output.left_out.phrases > 12 && output.phrases < 128, "\(found)")
      let inspected = try Launch(arguments: ["inspect", data.path]).run()
      #expect(inspected.status == 0 && inspected.output.contains(lost(data.train)), "\(inspected)")
      #expect(inspected.output.contains(" warnings, nothing that stops a run"), "\(inspected)")
    }

    @Test("Localizing refuses bad data of the split it scores")
    func localize() throws {
      let data = try MenagerieFiles(.plain)
      try data.train("run", ["--max-steps", "1"]).expectSuccess()
      try data.localize("run", ["--split", "val"], ranks: 2).expectOneMessage(
        .noInput, ["no split 'val' of regions", "the splits dev, test, train"])
      try data.write(data.test.photos.flatMap(\.boxes).dropLast(), to: "test_boxes.npy")
      try data.localize("run", ranks: 2).expectOneMessage(
        .badData, ["test_boxes.npy: 223 rows for 224 regions"])
      try data.write(data.test.photos.flatMap(\.features).map { $0 + [0] }, to: "test_regions.npy")
      try data.write(data.test.photos.flatMap(\.boxes), to: "test_boxes.npy")
      try data.localize("run", ranks: 2).expectOneMessage(.badData, ["test_regions.npy: rows of "])
      try data.localize("nowhere", ranks: 2).expectOneMessage(.noInput, ["no checkpoint"])
    }
  }
}
