import Failures
import Foundation
import Testing

@testable import Emoji

@Suite struct DatasetDirectoryTests {
  private let files: [String: Data] = {
    var files = EmojiDataset.fileNames.reduce(into: [:]) { $0[$1] = Data("contents of \($1)".utf8) }
    files[EmojiDataset.readmeName] = Data((EmojiDataset.title + "\nmore\n").utf8)
    return files
  }()

  /// Runs `body` on a path below a fresh directory, which is removed afterwards.
  private func withPath(_ body: (String) throws -> Void) throws {
    let parent = FileManager.default.temporaryDirectory.appendingPathComponent("emoji-\(UUID())")
    defer { try? FileManager.default.removeItem(at: parent) }
    try body(parent.appendingPathComponent("deep/emoji").path)
  }

  @Test("A written data set is complete, has every file and leaves nothing else behind")
  func writing() throws {
    try withPath { path in
      let directory = DatasetDirectory(path: path, layout: EmojiDataset.layout)
      #expect(!directory.isComplete)
      try directory.write(files)
      #expect(directory.isComplete)
      for (name, data) in files { #expect(FileManager.default.contents(atPath: "\(path)/\(name)") == data) }
      let siblings = try FileManager.default.contentsOfDirectory(atPath: "\(path)/..")
      #expect(siblings == ["emoji"])
    }
  }

  @Test("A data set that lacks a file or was made by another version is not complete, and is replaced")
  func replacing() throws {
    try withPath { path in
      let directory = DatasetDirectory(path: path, layout: EmojiDataset.layout)
      try directory.write(files)
      try FileManager.default.removeItem(atPath: "\(path)/dev_ids.txt")
      #expect(!directory.isComplete)
      try directory.write(files)
      #expect(directory.isComplete)
      try Data("Emoji pictures and their names, version 0\n".utf8)
        .write(to: URL(fileURLWithPath: "\(path)/README.txt"))
      #expect(!directory.isComplete)
      try directory.write(files)
      #expect(directory.isComplete)
    }
  }

  @Test("A directory with a person's own file is left alone")
  func foreignFile() throws {
    try withPath { path in
      let directory = DatasetDirectory(path: path, layout: EmojiDataset.layout)
      try directory.write(files)
      try Data("mine".utf8).write(to: URL(fileURLWithPath: "\(path)/notes.txt"))
      let failure = try #require(throws: Failure.self) { try directory.write(files) }
      #expect(failure.status == .cannotCreate)
      #expect(failure.found.contains("notes.txt"))
      #expect(FileManager.default.contents(atPath: "\(path)/notes.txt") == Data("mine".utf8))
    }
  }

  @Test("Folders are written too, an older version's files in them go, a person's own do not")
  func folders() throws {
    let layout = DatasetLayout(
      title: "new", readmeName: "README.txt", fileNames: ["README.txt", "Sentences/12.txt"],
      folders: ["Sentences": "txt"])
    try withPath { path in
      let directory = DatasetDirectory(path: path, layout: layout)
      let older = "\(path)/Sentences/7.txt"
      try directory.write(["README.txt": Data("old\n".utf8), "Sentences/7.txt": Data("seven".utf8)])
      #expect(!directory.isComplete && FileManager.default.fileExists(atPath: older))
      try directory.write(["README.txt": Data("new\n".utf8), "Sentences/12.txt": Data("twelve".utf8)])
      #expect(directory.isComplete && !FileManager.default.fileExists(atPath: older))
      for name in ["Sentences/12.xml", "Sentences/mine.txt", "Sentences/1.txt.txt", "Other"] {
        try Data("mine".utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
        let failure = try #require(throws: Failure.self) { try directory.requireReplaceable() }
        #expect(failure.found.contains("'\(name)'"))
        try FileManager.default.removeItem(atPath: "\(path)/\(name)")
      }
      try directory.requireReplaceable()
    }
  }

  @Test("What the trainer has cached beside the data goes with them")
  func cache() throws {
    try withPath { path in
      let directory = DatasetDirectory(path: path, layout: EmojiDataset.layout)
      try directory.write(files)
      let cache = "\(path)/.tbn-dist-cache"
      try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: false)
      try Data("parsed".utf8).write(to: URL(fileURLWithPath: "\(cache)/dev.phrases"))
      #expect(directory.isComplete)
      try directory.write(files)
      #expect(directory.isComplete && !FileManager.default.fileExists(atPath: cache))
    }
  }

  @Test("A file in the way is left alone")
  func fileInTheWay() throws {
    try withPath { path in
      let parent = URL(fileURLWithPath: path).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
      try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
      let failure = try #require(throws: Failure.self) {
        try DatasetDirectory(path: path, layout: EmojiDataset.layout).write(files)
      }
      #expect(failure.status == .cannotCreate)
      #expect(FileManager.default.contents(atPath: path) == Data("mine".utf8))
    }
  }
}
