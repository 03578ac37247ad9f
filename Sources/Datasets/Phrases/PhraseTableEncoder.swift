import Failures

/// Writes a table of phrases as bytes for the cache; `PhraseTableDecoder` reads them.
struct PhraseTableEncoder {
  var bytes: [UInt8] = []
  /// The beginning of faults' locations that is not stored.
  private let prefix: String

  init(prefix: String) { self.prefix = prefix }

  mutating func append(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func append(_ table: PhraseTable) {
    append(table.texts)
    append(table.categories)
    append(table.occurrences)
    table.drops.counts.forEach { append(UInt64($0)) }
    append(UInt64(table.leftOutImages))
    append(UInt64(table.leftOutLines))
    append(table.faults)
    for numbers in [table.textOfLine, table.spellingOfLine] {
      append(count: numbers.count)
      numbers.forEach { append($0) }
    }
  }

  private mutating func append(count: Int) { append(UInt64(count)) }

  private mutating func append(_ text: String) {
    append(count: text.utf8.count)
    bytes += text.utf8
  }

  private mutating func append(_ texts: [String]) {
    append(count: texts.count)
    texts.forEach { append($0) }
  }

  private mutating func append(_ text: String?) {
    append(UInt8(text == nil ? 0 : 1))
    if let text { append(text) }
  }

  /// The lists of categories stand once; an occurrence has the number of its list.
  private mutating func append(_ occurrences: [PhraseOccurrence]) {
    var numberOfList: [[UInt8]: UInt32] = [:]
    var lists: [[UInt8]] = []
    let numbers = occurrences.map { occurrence in
      if let number = numberOfList[occurrence.categories] { return number }
      let number = UInt32(lists.count)
      numberOfList[occurrence.categories] = number
      lists.append(occurrence.categories)
      return number
    }
    append(count: lists.count)
    for list in lists {
      append(count: list.count)
      bytes += list
    }
    append(count: occurrences.count)
    bytes.reserveCapacity(bytes.count + 28 * occurrences.count)
    for (occurrence, number) in zip(occurrences, numbers) { append(occurrence, list: number) }
  }

  private mutating func append(_ occurrence: PhraseOccurrence, list: UInt32) {
    append(occurrence.image)
    append(occurrence.text)
    let box = occurrence.box
    for corner in [box.x1, box.y1, box.x2, box.y2] { append(corner.bitPattern) }
    append(list)
  }

  private mutating func append(_ faults: FaultList) {
    append(count: faults.count)
    append(count: faults.kept.count)
    for fault in faults.kept {
      append(fault.status.rawValue)
      append(fault.found)
      let isInside = fault.location?.hasPrefix(prefix) ?? false
      append(UInt8(isInside ? 1 : 0))
      append(isInside ? fault.location.map { String($0.dropFirst(prefix.count)) } : fault.location)
      append(fault.expected)
      append(fault.remedy)
    }
  }
}
