import Configuration

/// A configuration file.
struct SettingsReader: FuzzedReader {
  let inputPath: String
  let tokens = [
    "&a ", "*a", "&b [*a,*a]", "? *a\n: 1\n", "- ", "? ", ": ", "[", "]", "{", "}", "!!binary ", "!!float ",
    "|", ">", "'", "\"",
    "---\n", "...\n", "%YAML 1.2\n", "<<: *a\n", "#", "\n", "\t", "\r\n", "\0", "\u{FEFF}", "\u{85}",
    "margin: ", "epochs: ",
    "batch-images: ", "learning-rate: ", "config: x\n", "run: ", "1e999", ".inf", ".nan", "~", "true", "--",
    "-1", "0x10",
    "\\x00", "hidden: 4611686018427387904\n", "x: &x [a,a]\n",
  ]
  let seeds = [
    "batch-images: 250\nlearning-rate: 2e-4\nminimum-word-count: 4\n# a comment\nrun: \"a b\"\n",
    "{margin: 0.1, epochs: 3}\n", "a: &a [x,x]\nb: &b [*a,*a]\n? [*b,*b]\n: 1\n",
  ].map { Array($0.utf8) }

  init(directory: String) { inputPath = "\(directory)/settings.yaml" }

  func read(_ input: [UInt8]) throws -> Bool {
    let entries = try ConfigurationFile(path: inputPath).entries
    try require(Set(entries.map(\.setting.name)).count == entries.count, "a setting that stands twice")
    return true
  }
}
