import Failures
import Foundation
import NPY
import Testing

@testable import Emoji

@Suite struct EmojiDatasetTests {
  private func collection(count: Int) -> EmojiCollection {
    let pictures = (0..<count).compactMap { number -> EmojiPicture? in
      Unicode.Scalar(0x4E00 + UInt32(number)).map { scalar in
        EmojiPicture(
          sequence: EmojiSequence(key: String(scalar)), hash: UInt64(number) &* 0x9e37_79b9_7f4a_7c15,
          features: [Float](repeating: Float(number), count: PictureFeatures.count),
          captions: (0..<CaptionSource.captionCount).map { "text \($0) of \(number)" })
      }
    }
    return EmojiCollection(pictures: pictures, drops: [.notInFont: 3])
  }

  private func lines(_ data: Data?) -> [Substring] {
    String(decoding: data ?? Data(), as: UTF8.self).split(separator: "\n")
  }

  @Test("Every file is made, and rows, captions and identifiers agree")
  func files() throws {
    let dataset = try EmojiDataset(of: collection(count: 800))
    #expect(Set(dataset.files.keys) == Set(EmojiDataset.fileNames))
    let expected = [
      ("train", 50, 7), ("dev", 250, 7), ("test", 500, 7), ("dev-english", 250, 1), ("test-english", 500, 1),
    ]
    for (split, count, captions) in expected {
      #expect(lines(dataset.files["\(split)_ids.txt"]).count == count)
      #expect(lines(dataset.files["\(split)_caps.txt"]).count == count * captions)
      let empty = NPYWriter.data(rows: [], columns: PictureFeatures.count)
      #expect(dataset.files["\(split)_ims.npy"]?.count == empty.count + count * PictureFeatures.count * 4)
    }
    #expect(dataset.summary.contains { $0.contains("3 sequences left out: not in the font") })
  }

  @Test("Row, identifier and captions of one picture stand at the same place")
  func alignment() throws {
    let dataset = try EmojiDataset(of: collection(count: 800))
    let identifiers = lines(dataset.files["test_ids.txt"])
    let captions = lines(dataset.files["test_caps.txt"])
    let english = lines(dataset.files["test-english_caps.txt"])
    let table = try #require(dataset.files["test_ims.npy"])
    for row in [0, 1, 499] {
      let number = try #require(Int(identifiers[row], radix: 16)) - 0x4E00
      #expect(captions[row * 7] == "text 0 of \(number)")
      #expect(captions[row * 7 + 1] == "text 0 of \(number), text 1 of \(number)")
      #expect(captions[row * 7 + 6] == "text 6 of \(number)")
      #expect(english[row] == "text 0 of \(number), text 1 of \(number)")
      let start = table.count - (500 - row) * PictureFeatures.count * 4
      let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(table[start + $1]) << UInt32(8 * $1) }
      #expect(Float(bitPattern: bits) == Float(number))
    }
  }

  @Test("Too few pictures to split are refused")
  func tooFew() throws {
    let failure = try #require(throws: Failure.self) { try EmojiDataset(of: collection(count: 750)) }
    #expect(failure.status == .badData)
    #expect(failure.found.contains("only 750 pictures"))
  }

  @Test("The contact sheet has a tile for each picture, the rest is white")
  func contactSheet() {
    var sheet = ContactSheet()
    for _ in 0..<61 {
      sheet.append(Picture(width: 48, height: 50, bytes: [UInt8](repeating: 7, count: 48 * 50 * 3)))
    }
    let header = Data("P6\n2880 96\n255\n".utf8)
    let pixmap = sheet.pixmap()
    #expect(pixmap.starts(with: header))
    #expect(pixmap.count == header.count + 2880 * 96 * 3)
    #expect(pixmap.filter { $0 == 7 }.count == 61 * 48 * 48 * 3)
    #expect(pixmap.last == 255)
  }
}
