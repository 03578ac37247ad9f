/// What the annotation of a split says, as it is kept in the cache: without the images' names and sizes, which have
/// files of their own.
struct PhraseTable: Equatable, Sendable {
  var texts: [String] = []
  var categories: [String] = []
  /// In the order of the files.
  var occurrences: [PhraseOccurrence] = []
  var drops = PhraseDrops()
  var faults = FaultList()
  /// Images whose annotation cannot be used at all.
  var leftOutImages = 0
  /// Lines of which nothing can be used: sentences, or in the plain form phrases.
  var leftOutLines = 0
  /// In the plain form, for each line its row of `texts`, -1 for a line that was left out; empty in the published one.
  var textOfLine: [Int32] = []
  /// In the plain form, for each line a number of its spelling, in which letter case and white space do not count but
  /// punctuation does; -1 as above.
  var spellingOfLine: [Int32] = []
}
