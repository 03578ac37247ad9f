import Foundation
import Testing

/// The order of the package's modules, as the compiler does not hold it: it lets a module import what its dependencies
/// bring along.
@Suite("Imports")
struct ImportRulesTests {
  private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// In the order of the manifest.
  private let targets: [String]
  /// Names of the modules that a module's files import, with a file for each.
  private let imports: [String: [String: String]]

  init() throws {
    let manifest = try String(
      contentsOf: Self.package.appendingPathComponent("Package.swift"), encoding: .utf8)
    let declaration = /\.(systemLibrary|target|executableTarget)\(\s*name: "([^"]+)"/
    targets = manifest.matches(of: declaration).map { String($0.2) }
    imports = try Self.imports()
  }

  private static func imports() throws -> [String: [String: String]] {
    let sources = package.appendingPathComponent("Sources").path
    var found: [String: [String: String]] = [:]
    for file in try FileManager.default.subpathsOfDirectory(atPath: sources) where file.hasSuffix(".swift") {
      let text = try String(contentsOfFile: "\(sources)/\(file)", encoding: .utf8)
      let module = String(file.prefix { $0 != "/" })
      for name in text.matches(of: /(?m)^(?:@\w+ )*import (?:\w+ )?(\w+)/).map({ String($0.1) }) {
        found[module, default: [:]][name] = file
      }
    }
    return found
  }

  @Test("A module imports only modules that stand above it in the manifest")
  func order() throws {
    #expect(targets.count > 40 && imports.count > 20)
    for (position, module) in targets.enumerated() {
      for (name, file) in imports[module] ?? [:] {
        guard let other = targets.firstIndex(of: name) else { continue }
        #expect(other < position, "\(file) imports \(name), which stands below \(module)")
      }
    }
  }

  @Test(
    "A library in C is imported by the one module that wraps it",
    arguments: [
      ("COpenMPI", []), ("CMPI", ["MPI"]), ("COpenBLAS", ["Tensor"]), ("CProducts", ["Tensor"]),
      ("COpenSSL", ["Watch"]), ("CWatch", ["Watch"]), ("CXXHash", ["Digests"]), ("CZlib", ["Files"]),
      ("CXML", ["XML"]), ("CInterruption", ["Interruption"]), ("CFreeType", ["Emoji"]),
      ("CHarfBuzz", ["Emoji"]), ("CPNG", ["Emoji"]),
    ] as [(String, [String])])
  func libraries(name: String, modules: [String]) {
    let found = imports.filter { $0.value[name] != nil }
    #expect(
      Set(found.keys).isSubset(of: modules), "\(found.compactMap { $0.value[name] }) import \(name)")
    #expect(targets.contains(name))
  }
}
