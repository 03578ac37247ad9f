/// How the similarity network's negative pairs are found: another image for a positive pair's text, or another text
/// for its image.
package struct NegativeRule: Equatable, Sendable {
  /// Where they are looked for.
  package enum Scope: String, CaseIterable, Sendable {
    /// In the whole global batch.
    case batch
    /// Among the other images of the text's neighbourhood and the other texts of the image's; once nothing is left
    /// there, in the whole batch.
    case neighborhoodFirst = "neighborhood-first"
  }

  /// What is put in the place of which.
  package enum Sides: String, CaseIterable, Sendable {
    /// In turn another image and another text.
    case both
    /// Other images only: what phrase localization asks, where a phrase looks for its region.
    case images
  }

  /// Which of them count.
  package enum Choice: String, CaseIterable, Sendable {
    /// Those that are drawn.
    case random
    /// Of more that are drawn, those that the network scores highest.
    case hardest
  }

  /// For each positive pair; fewer where there are not so many.
  package let count: Int
  package let scope: Scope
  package let sides: Sides
  package let choice: Choice
  /// Drawn for each positive pair.
  package let drawnCount: Int

  /// - Parameter candidates: drawn for each positive pair where the hardest `count` are chosen.
  package init(
    count: Int, scope: Scope = .batch, sides: Sides = .both, choice: Choice = .random, candidates: Int = 0
  ) {
    precondition(count >= 1 && (choice == .random || candidates >= count))
    self.count = count
    self.scope = scope
    self.sides = sides
    self.choice = choice
    drawnCount = choice == .random ? count : candidates
  }
}
