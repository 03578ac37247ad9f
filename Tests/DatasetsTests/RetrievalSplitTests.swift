import Datasets
import Failures
import TestSupport
import Testing

@Suite("Loading a split")
struct RetrievalSplitTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func load(_ name: String = "dev") throws -> RetrievalSplit {
    try RetrievalSplit.load(directory: directory.path, split: name)
  }

  private func captions(_ count: Int) -> [String] { (0..<count).map { "caption \($0)" } }

  private func imagesOfTexts(_ split: RetrievalSplit) -> [[Int32]] {
    split.captions.indices.map { Array(split.links.images(of: $0)) }
  }

  @Test("One row an image: captions are shared out evenly")
  func rowPerImage() throws {
    try directory.writeSplit(
      "dev", rows: [[1, 2], [3, 4]], captions: captions(6), ids: ["x.jpg", "y.jpg"])
    let split = try load()
    #expect(split.layout.captionStarts == [0, 3] && !split.layout.hasRowPerCaption && split.notes.isEmpty)
    #expect(split.images.count == 2 && split.images.dimensions == 2)
    #expect(imagesOfTexts(split) == [[0], [0], [0], [1], [1], [1]])
    #expect(split.imageIDs == ["x.jpg", "y.jpg"])
    #expect(try split.images.vector(1) == [3, 4])
    #expect(split.name == "dev" && split.captions[5] == "caption 5")
    #expect(split.captionVectors == nil)
  }

  @Test("One row a caption: a run of equal ids is an image, and runs may differ in length")
  func rowPerCaption() throws {
    try directory.writeSplit(
      "dev", rows: [[1, 2], [1, 2], [3, 4], [5, 6], [5, 6], [5, 6]], captions: captions(6),
      ids: ["x", "x", "y", "z", "z", "z"])
    let split = try load()
    #expect(split.layout.captionStarts == [0, 2, 3] && split.layout.hasRowPerCaption && split.notes.isEmpty)
    #expect(split.images.count == 3 && split.links.imageCount == 3)
    #expect(imagesOfTexts(split) == [[0], [0], [1], [2], [2], [2]])
    #expect(split.imageIDs == ["x", "y", "z"])
    #expect(try (0..<3).map { try split.images.vector($0) } == [[1, 2], [3, 4], [5, 6]])
    try directory.write("x\ny\nz\n", to: "dev_ids.txt")
    #expect(try load().imageIDs == ["x", "y", "z"])
  }

  @Test("As many rows as captions and no equal neighbours: one caption an image, numbered ids")
  func oneCaption() throws {
    try directory.writeSplit("dev", rows: [[1], [2], [1]], captions: captions(3))
    let split = try load()
    #expect(split.layout.captionStarts == [0, 1, 2] && !split.layout.hasRowPerCaption)
    #expect(imagesOfTexts(split) == [[0], [1], [2]])
    #expect(split.imageIDs == ["0", "1", "2"])
  }

  @Test("Counts that do not fit are both named", arguments: [(2, 5), (3, 2), (4, 1)])
  func counts(rows: Int, captionCount: Int) throws {
    try directory.writeSplit(
      "dev", rows: (0..<rows).map { [Float($0)] }, captions: captions(captionCount))
    expectFailure(.badData, "dev_caps.txt: \(captionCount) captions for \(rows) rows of", "dev_ims.npy") {
      _ = try load()
    }
  }

  @Test("Ids must fit in number, differ between images and agree within one")
  func badIDs() throws {
    try directory.writeSplit("dev", rows: [[1], [2]], captions: captions(4), ids: ["x", "y", "z"])
    expectFailure(.badData, "dev_ids.txt: 3 ids for 2 rows of features and 4 captions", "one line an image") {
      _ = try load()
    }
    try directory.write("x\nx\n", to: "dev_ids.txt")
    expectFailure(.badData, "dev_ids.txt, line 2: the id 'x' stands in line 1 too") { _ = try load() }
    try directory.write("x\nx\ny\nz\n", to: "dev_ids.txt")
    expectFailure(.badData, "dev_ids.txt: the ids name 3 images, but", "dev_ims.npy has 2 rows") {
      _ = try load()
    }
    try directory.write("x\ny\nx\nx\n", to: "dev_ids.txt")
    expectFailure(.badData, "dev_ids.txt, line 3: the id 'x' stands in line 1 too", "captions in a row") {
      _ = try load()
    }
    try directory.write("\nx\n", to: "dev_ids.txt")
    expectFailure(.badData, "dev_ids.txt, line 1: the line is empty", "one image id a line") {
      _ = try load()
    }
  }

  @Test("Caption vectors have one row a caption")
  func captionVectors() throws {
    try directory.writeSplit(
      "dev", rows: [[1], [2]], captions: captions(4), vectors: (0..<4).map { [Float($0), 9, 9] })
    let vectors = try #require(try load().captionVectors)
    #expect(vectors.count == 4 && vectors.dimensions == 3)
    #expect(try vectors.vector(3) == [3, 9, 9])
    try directory.write([[1], [2]], to: "dev_sents.npy")
    expectFailure(.badData, "dev_sents.npy: 2 rows for 4 captions") { _ = try load() }
  }

  @Test("The first images of a split come with their captions, ids, vectors and links, in either layout")
  func prefix() throws {
    try directory.writeSplit(
      "dev", rows: [[1, 2], [1, 2], [3, 4], [5, 6], [5, 6], [5, 6]], captions: captions(6),
      ids: ["x", "y", "z"], vectors: (0..<6).map { [Float($0), 9] })
    let runs = try load()
    let two = runs.prefix(images: 2)
    #expect(two.layout.captionStarts == [0, 2] && two.layout.captionCount == 3 && two.name == "dev")
    #expect(try (0..<two.images.count).map { try two.images.vector($0) } == [[1, 2], [3, 4]])
    #expect(two.captions == captions(3) && two.imageIDs == ["x", "y"])
    #expect(imagesOfTexts(two) == [[0], [0], [1]] && two.links.imageCount == 2)
    let vectors = try #require(two.captionVectors)
    #expect(try (0..<vectors.count).map { try vectors.vector($0) } == [[0, 9], [1, 9], [2, 9]])
    for count in [3, 7] { #expect(runs.prefix(images: count).captions.count == 6) }

    try directory.writeSplit(
      "test", rows: [[1, 2], [3, 4]], captions: captions(6))
    let one = try load("test").prefix(images: 1)
    #expect(one.layout.captionStarts == [0] && one.captions == captions(3))
    #expect(try one.images.count == 1 && one.images.vector(0) == [1, 2] && one.captionVectors == nil)
    #expect(imagesOfTexts(one) == [[0], [0], [0]])
  }

  @Test("A split that is missing is no input, and the message lists the ones there are")
  func missing() throws {
    expectFailure(.noInput, "no split 'dev'", "expected files like train_ims.npy") { _ = try load() }
    try directory.writeSplit("train", rows: [[1]], captions: ["a"])
    try directory.writeSplit("dev", rows: [[1]], captions: ["a"])
    try directory.write([[1]], to: "half_ims.npy")
    expectFailure(
      .noInput, directory.path, "no split 'test': there is no file test_ims.npy",
      "one of the splits dev, train"
    ) { _ = try load("test") }
    expectFailure(.noInput, "no split 'half': there is no file half_caps.txt") { _ = try load("half") }
    #expect(try RetrievalSplit.availableSplits(in: directory.path) == ["dev", "train"])
    expectFailure(.noInput, "there is no such directory") {
      _ = try RetrievalSplit.load(directory: directory.file("nowhere"), split: "dev")
    }
    expectFailure(.noInput, "is a file") {
      _ = try RetrievalSplit.availableSplits(in: directory.file("dev_caps.txt"))
    }
  }

  @Test("A number that is not finite is named with file, row, column and the rows that follow")
  func validation() throws {
    try directory.writeSplit(
      "dev", rows: [[1, 2], [3, .nan], [.infinity, .nan], [5, -6]], captions: captions(4))
    expectFailure(
      .badData, "dev_ims.npy: row 1 holds nan in column 1, and 1 further row holds such numbers", "repair"
    ) { try load().validate() }
    try directory.writeSplit(
      "dev", rows: [[1], [2]], captions: captions(2), vectors: [[1, 2, 3], [1, 2, -.infinity]])
    expectFailure(.badData, "dev_sents.npy: row 1 holds -inf in column 2; expected finite") {
      try load().validate()
    }
    try directory.write([[1], [2]], to: "dev_sents.npy")
    try load().validate()
  }

  @Test("A float64 beyond the range of single precision is named as it stands in the file")
  func overflow() throws {
    try directory.write("a\n", to: "dev_caps.txt")
    try directory.write(
      npyBytes(descr: "'<f8'", shape: "(1, 2)", data: bytes([1.0, 1e300])), to: "dev_ims.npy")
    expectFailure(.badData, "row 0 holds 1e+300 in column 1") { try load().validate() }
  }

  @Test(
    "Each file has a digest that stays when the directory moves and changes with anything that is read of it")
  func digests() throws {
    let rows = (0..<6).map { [Float($0), 1] }
    try directory.writeSplit("dev", rows: rows, captions: captions(6))
    let original = try load().allDigests()
    #expect(original.keys.sorted() == ["dev_caps.txt", "dev_ims.npy"])
    let moved = try TemporaryDirectory()
    try moved.writeSplit("dev", rows: rows, captions: captions(6))
    #expect(try RetrievalSplit.load(directory: moved.path, split: "dev").allDigests() == original)

    func changed() throws -> [String] { try differingFiles(original, load().allDigests()) }
    var swapped = captions(6)
    swapped.swapAt(2, 3)
    try directory.writeSplit("dev", rows: rows, captions: swapped)
    #expect(try changed() == ["dev_caps.txt"])
    for row in rows.indices {
      var other = rows
      other[row][1] = 1.5
      try directory.writeSplit("dev", rows: other, captions: captions(6))
      #expect(try changed() == ["dev_ims.npy"], "row \(row)")
    }
    try directory.write(rows, to: "dev_ims.npy", as: .float16)
    #expect(try changed() == ["dev_ims.npy"])
    try directory.writeSplit("dev", rows: rows, captions: captions(6), vectors: rows)
    #expect(try changed() == ["dev_sents.npy"])
    try directory.remove("dev_sents.npy")
    try directory.writeSplit("dev", rows: rows, captions: captions(6), ids: ["a", "b", "c", "d", "e", "f"])
    #expect(try changed() == ["dev_ids.txt"])
    try directory.remove("dev_ids.txt")
    try directory.writeSplit("dev", rows: rows, captions: captions(12))
    #expect(try changed() == ["dev_caps.txt"])
  }
}
