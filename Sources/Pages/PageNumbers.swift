import Foundation

/// How the pages write numbers, in every locale the same.
enum PageNumbers {
  /// "14,481".
  static func count(_ number: Int) -> String {
    let digits = Array("\(number.magnitude)")
    let groups = stride(from: digits.count, to: 0, by: -3).map { String(digits[max(0, $0 - 3)..<$0]) }
    return (number < 0 ? "-" : "") + groups.reversed().joined(separator: ",")
  }

  /// "1 phrase", "2 phrases".
  static func count(_ number: Int, _ noun: String) -> String {
    "\(count(number)) \(noun)\(number == 1 ? "" : "s")"
  }

  /// "51.0".
  static func percent(_ number: Double) -> String { String(format: "%.1f", number) }

  /// "-0.831".
  static func score(_ number: Float) -> String { String(format: "%.3f", number) }

  /// "0.49" of 0.4999: cut, not rounded, so that what is short of a threshold does not look like it.
  static func overlap(_ number: Float) -> String {
    let nearest = (number * 100).rounded() / 100
    return String(format: "%.2f", nearest > number ? nearest - 0.01 : nearest)
  }

  /// Pixels: "17", "17.5".
  static func length(_ number: Float) -> String {
    let text = String(format: "%.1f", number)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
