import Testing

@testable import Training

@Suite("Splits that a run reads")
struct SplitChoiceTests {
  private func choice(_ names: [String], _ settings: [String: String] = [:]) throws -> SplitChoice {
    SplitChoice(
      try TrainingConfiguration(settings: settings.map { Setting(name: $0.key, value: $0.value) }),
      among: names)
  }

  @Test("Train and dev by themselves; what is there besides is named")
  func defaults() throws {
    let both = try choice(["dev", "train"])
    #expect(both.train == "train" && both.dev == "dev" && both.summary.isEmpty && both.warnings.isEmpty)
    let more = try choice(["dev", "test", "train", "val"])
    #expect(more.dev == "dev" && more.summary == ["not read: splits test, val"] && more.warnings.isEmpty)
    let alone = try choice(["test", "train"])
    #expect(alone.dev == nil && alone.summary == ["not read: split test"] && alone.warnings.isEmpty)
  }

  @Test("Without dev, another split that may be meant for it is pointed to")
  func otherName() throws {
    let found = try choice(["test", "train", "val"])
    #expect(found.dev == nil && found.summary == ["not read: splits test, val"])
    #expect(
      found.warnings == [
        "there is no split 'dev' to choose the best checkpoint; if val is meant for that, give --dev-split val"
      ])
  }

  @Test("Named splits are taken, whether they are there or not: reading them says so")
  func named() throws {
    let found = try choice(["dev", "test", "train", "val"], ["train-split": "test", "dev-split": "val"])
    #expect(found.train == "test" && found.dev == "val" && found.summary == ["not read: splits dev, train"])
    #expect(try choice(["train"], ["dev-split": "val"]).dev == "val")
    let none = try choice(["dev", "train", "val"], ["dev-split": ""])
    #expect(none.dev == nil && none.warnings.isEmpty && none.summary == ["not read: splits dev, val"])
  }
}
