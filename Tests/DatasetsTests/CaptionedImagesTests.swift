import Datasets
import Failures
import TestSupport
import Testing

@Suite("Which captions belong to one image")
struct CaptionedImagesTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// A split whose rows are these contents, a number each, with as many captions as rows unless told otherwise.
  private func load(
    _ contents: [Float], captions: Int? = nil, ids: [String]? = nil, captionsPerImage: Int = 0
  ) throws -> RetrievalSplit {
    try directory.writeSplit(
      "dev", rows: contents.map { [$0, 1] },
      captions: (0..<(captions ?? contents.count)).map { "caption \($0)" },
      ids: ids)
    return try RetrievalSplit.load(
      directory: directory.path, split: "dev", captionsPerImage: captionsPerImage)
  }

  private func counts(_ split: RetrievalSplit) -> [Int] { split.layout.captionRanges.map(\.count) }

  /// 100 pairs, of which those at some places have the same row.
  private func pairs(placeholders: some Collection<Int>, content: Float) -> [Float] {
    let places = Set(placeholders)
    return (0..<100).map { places.contains($0) ? content : Float($0 + 1) }
  }

  @Test("Ids decide, and a number of captions that says something else is told")
  func contradiction() throws {
    let ids = ["a", "a", "b", "b"]
    #expect(try load([1, 1, 2, 2], ids: ids, captionsPerImage: 2).notes.isEmpty)
    let split = try load([1, 1, 2, 2], ids: ids, captionsPerImage: 4)
    #expect(counts(split) == [2, 2])
    #expect(
      split.notes == [
        "split dev: --captions-per-image 4 does not count: by the ids an image has 2 captions"
      ])
  }

  @Test(
    "Pairs whose pictures could not be fetched are pairs in every order: 100 images",
    arguments: [0, -7] as [Float],
    [Array(0..<30), Array(70..<100), Array(stride(from: 1, to: 90, by: 3)), [4, 5]])
  func placeholders(content: Float, places: [Int]) throws {
    let split = try load(pairs(placeholders: places, content: content))
    #expect(split.images.count == 100 && counts(split) == [Int](repeating: 1, count: 100))
    let isApart = !zip(places, places.dropFirst()).contains { $0 + 1 == $1 }
    guard !isApart else { return #expect(split.notes.isEmpty) }
    #expect(split.notes.count == 1, "\(split.notes)")
    #expect(split.notes[0].hasPrefix("split dev: 100 images, one row and one caption each, although "))
  }

  @Test("A few neighbours that look alike among many pairs are pairs; many are not plain", arguments: [4, 5])
  func neighbours(count: Int) throws {
    var contents = pairs(placeholders: [], content: 0)
    for number in 0..<count { contents[20 * number + 1] = contents[20 * number] }
    guard count == 5 else {
      #expect(counts(try load(contents)) == [Int](repeating: 1, count: 100))
      return
    }
    expectFailure(.badData, "5 rows equal the row before them, in 95 runs of 1 to 2 rows") {
      _ = try load(contents)
    }
  }

  @Test("Every row repeated five times: five captions an image, also where neighbours look alike")
  func evenRuns() throws {
    let plain = try load((0..<50).map { Float($0 / 5) })
    #expect(counts(plain) == [Int](repeating: 5, count: 10) && plain.notes.isEmpty)
    let alike = try load((0..<50).map { Float(max(2, $0 / 5)) })
    #expect(counts(alike) == [Int](repeating: 5, count: 10))
    #expect(
      alike.notes.first?.hasPrefix(
        "split dev: 5 captions an image by equal neighbouring rows, of which 1 run of 15 rows became several images"
      ) == true, "\(alike.notes)")
  }

  @Test("Every row repeated, but not equally often: an image a run, and that is told")
  func unevenRuns() throws {
    let lengths = [3, 7, 5, 4, 5, 6, 3, 5, 5, 7, 4, 5]
    let split = try load(lengths.enumerated().flatMap { [Float](repeating: Float($0), count: $1) })
    #expect(counts(split) == lengths)
    #expect(
      split.notes.first?.contains("12 images by equal neighbouring rows, 3 to 7 captions each") == true,
      "\(split.notes)")
  }

  @Test(
    "Rows that repeat now and then, different ones, may mean either: an error that says what decides",
    arguments: [[1, 1, 2, 3, 3, 3], [1, 1, 2, 3, 3, 4, 5, 6], [1, 2, 2]] as [[Float]])
  func ambiguous(contents: [Float]) throws {
    if contents.count == 3 {
      // One repeated row among single ones is a pair of pictures that look alike.
      #expect(counts(try load([1, 2, 2, 3])) == [1, 1, 1, 1])
    }
    expectFailure(
      .badData,
      "dev_ims.npy: which of the \(contents.count) rows and captions belong to one image cannot be told",
      "give --captions-per-image, or dev_ids.txt with an image id for each caption"
    ) { _ = try load(contents) }
    let report = try DatasetReport(directory: directory.path)
    #expect(report.problems.count == 1 && report.problems[0].found.hasPrefix("which of the"))
    #expect(try DatasetReport(directory: directory.path, captionsPerImage: 1).problems.isEmpty)
    #expect(counts(try load(contents, captionsPerImage: 1)) == contents.map { _ in 1 })
  }

  @Test("Ids decide over rows: equal rows of different ids, different rows of equal ids")
  func idsDecide() throws {
    let zeros = try load([0, 0, 0, 1, 2, 2], ids: ["a", "b", "c", "d", "e", "f"])
    #expect(zeros.imageIDs == ["a", "b", "c", "d", "e", "f"] && zeros.notes.isEmpty)
    let differing = try load([1, 1.0000001, 1, 2, 2, 3], ids: ["a", "a", "a", "b", "b", "c"])
    #expect(counts(differing) == [3, 2, 1] && differing.imageIDs == ["a", "b", "c"])
    #expect(try differing.images.vector(0) == [1, 1])
    #expect(
      differing.notes == [
        "split dev: 1 of 3 images have rows that differ, such as rows 0 and 1 of image 'a' (rows count from 0); the "
          + "first row of an image is taken"
      ])
    let given = try load([1, 1, 2, 2], ids: ["a", "a", "a", "b"], captionsPerImage: 2)
    #expect(counts(given) == [3, 1])
  }

  @Test(
    "An id for each image: as many captions for each, also where its rows differ, or as the equal rows say")
  func idsOfImages() throws {
    let ids = ["a", "b", "c"]
    let differing = try load([1, 1.0000001, 2, 2, 3, 3], ids: ids)
    #expect(counts(differing) == [2, 2, 2] && differing.imageIDs == ids && differing.notes.count == 1)
    let uneven = try load([1, 1, 1, 2, 3, 3, 3], ids: ids)
    #expect(counts(uneven) == [3, 1, 3])
    #expect(uneven.notes.first?.contains("3 images by equal neighbouring rows, 1 to 3 captions each") == true)
    #expect(counts(try load([1, 1, 1, 2, 3, 3], ids: ids, captionsPerImage: 2)) == [2, 2, 2])
    expectFailure(.badData, "dev_ids.txt: 3 ids for 7 captions and as many rows", "make 4 images") {
      _ = try load([1, 1, 1, 2, 3, 3, 4], ids: ids)
    }
  }

  @Test("A row for each image and an id for each caption: images may have different numbers of captions")
  func unevenCaptions() throws {
    let split = try load([1, 2, 3], captions: 6, ids: ["a", "b", "b", "b", "c", "c"])
    #expect(counts(split) == [1, 3, 2] && !split.layout.hasRowPerCaption && split.notes.isEmpty)
    #expect(
      split.captions.indices.map { Array(split.links.images(of: $0)) } == [[0], [1], [1], [1], [2], [2]])
    #expect(try split.images.vector(1) == [2, 1])
    let first = split.prefix(images: 2)
    #expect(counts(first) == [1, 3] && first.captions.count == 4)
    try directory.remove("dev_ids.txt")
    expectFailure(.badData, "5 captions for 3 rows of", "dev_ids.txt with an image id for each caption") {
      _ = try load([1, 2, 3], captions: 5, ids: nil)
    }
  }

  @Test("Ids of captions in the place of ids of images are told of")
  func idsOfCaptions() throws {
    let split = try load((0..<10).map { Float($0 / 5) }, ids: (0..<10).map { "p\($0 / 5).jpg#\($0 % 5)" })
    #expect(split.images.count == 10)
    #expect(split.notes.first?.contains("every row stands 5 times in a row") == true, "\(split.notes)")
  }

  @Test("A given number of captions decides where there are no ids, and must fit the counts")
  func givenCount() throws {
    let split = try load([1, 1, 1, 1, 2, 2], captionsPerImage: 2)
    #expect(counts(split) == [2, 2, 2] && split.imageIDs == ["0", "1", "2"] && split.notes.isEmpty)
    let differing = try load([1, 2, 3, 3], captionsPerImage: 2)
    #expect(counts(differing) == [2, 2] && differing.notes.count == 1)
    #expect(counts(try load([1, 2], captions: 6, captionsPerImage: 3)) == [3, 3])
    for (rows, captions, perImage) in [(4, 4, 3), (2, 6, 2), (2, 6, 1)] {
      expectFailure(
        .badData, "dev_caps.txt: \(captions) captions for \(rows) rows", "--captions-per-image \(perImage)"
      ) { _ = try load((0..<rows).map(Float.init), captions: captions, captionsPerImage: perImage) }
    }
  }

  @Test("White space around ids, and blank lines at the end of all lists, mean nothing")
  func asAPersonMeansThem() throws {
    try directory.write([[1], [2]], to: "dev_ims.npy")
    try directory.write("a dog\na cat\n\n", to: "dev_caps.txt")
    try directory.write(" 3.jpg \r\n4.jpg\t\n \n", to: "dev_ids.txt")
    let split = try RetrievalSplit.load(directory: directory.path, split: "dev")
    #expect(split.imageIDs == ["3.jpg", "4.jpg"] && split.captions == ["a dog", "a cat"])
    #expect(["3.jpg", "3", " 4.jpg", "4", "5", ".jpg"].map(split.row(ofImage:)) == [0, 0, 1, 1, nil, nil])
  }
}
