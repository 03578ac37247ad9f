import Foundation
import PackagePlugin

/// Writes a Swift file that names the commit that is built, before every build.
///
/// Not by `Context.gitInformation` of the manifest: that is kept with the manifest, and stays what it was when only the
/// commit changes.
@main
struct CommitPlugin: BuildToolPlugin {
  private static let script = """
    commit=$(git -C "$1" rev-parse --short=12 HEAD 2>/dev/null) || commit="unknown commit"
    [ -z "$(git -C "$1" status --porcelain --untracked-files=no 2>/dev/null)" ] || commit="$commit with changes"
    text="let builtCommit = \\"$commit\\""
    mkdir -p "$2"
    [ "$(cat "$2/BuiltCommit.swift" 2>/dev/null)" = "$text" ] || echo "$text" >"$2/BuiltCommit.swift"
    """

  func createBuildCommands(context: PluginContext, target: Target) async throws -> [Command] {
    let output = context.pluginWorkDirectoryURL.appendingPathComponent("BuiltCommit")
    return [
      .prebuildCommand(
        displayName: "Naming the commit", executable: URL(fileURLWithPath: "/bin/sh"),
        arguments: ["-c", Self.script, "sh", context.package.directoryURL.path, output.path],
        outputFilesDirectory: output)
    ]
  }
}
