import ArgumentParser
import Failures

/// A setting's name, as a flag without dashes and as a key of a configuration file, and its value as text.
package struct Setting: Equatable, Sendable {
  package let name: String
  package let value: String

  package init(name: String, value: String) {
    self.name = name
    self.value = value
  }

  /// The setting on a command line. The parser takes no empty value behind "=", and no value with a leading dash
  /// without it. A flag has none: "true" is the flag, "false" its opposite, and what else may be there is for the parser
  /// to refuse.
  package var arguments: [String] {
    if TrainingConfiguration.flagNames.contains(name) {
      if value == "true" { return ["--\(name)"] }
      if value == "false" { return ["--no-\(name)"] }
    }
    return value.isEmpty ? ["--\(name)", ""] : ["--\(name)=\(value)"]
  }
}

extension TrainingConfiguration {
  /// All settings in the order of their declaration.
  package var settings: [Setting] {
    Mirror(reflecting: self).children.compactMap { child in
      guard let label = child.label, let option = child.value as? any TextualOption else { return nil }
      return Setting(name: Self.flagName(ofProperty: label), value: option.text)
    }
  }

  /// The names of all settings.
  package static func settingNames() throws -> [String] {
    try parse([]).settings.map(\.name)
  }

  /// Those that are flags without a value on a command line, and true or false elsewhere.
  package static let flagNames = Set(
    Mirror(reflecting: TrainingConfiguration()).children.compactMap { child in
      child.value is Flag<Bool> ? child.label.map(flagName(ofProperty:)) : nil
    })

  /// A configuration from recorded settings; what is not among them has its default.
  package init(settings: [Setting]) throws {
    self = try Self.parse(settings.flatMap(\.arguments))
  }

  /// "_batchImages" -> "batch-images".
  private static func flagName(ofProperty label: String) -> String {
    label.drop { $0 == "_" }.reduce(into: "") { name, character in
      if character.isUppercase { name += "-" }
      name += character.lowercased()
    }
  }
}

/// An option or a flag whose value can be written so that it parses to itself.
private protocol TextualOption {
  var text: String { get }
}

extension Option: TextualOption {
  fileprivate var text: String {
    if let value = wrappedValue as? any RawRepresentable { return "\(value.rawValue)" }
    return "\(wrappedValue)"
  }
}

extension Flag: TextualOption {
  fileprivate var text: String { "\(wrappedValue)" }
}
