import Foundation
import PackagePlugin

/// Puts all files below a target's `Resources/web` into its code, under their paths.
///
/// SwiftPM's `.embedInCode` makes one constant for each name: files of one name in two folders clash, and nothing lists
/// them.
@main
struct EmbedWeb: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let folder = target.directoryURL.appending(path: "Resources/web")
        let output = context.pluginWorkDirectoryURL.appending(path: "WebFiles.swift")
        return [
            .buildCommand(
                displayName: "Embedding \(folder.lastPathComponent)",
                executable: try context.tool(named: "EmbedFolder").url, arguments: [folder.path(), output.path()],
                inputFiles: Self.files(below: folder), outputFiles: [output])
        ]
    }

    private static func files(below folder: URL) -> [URL] {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        return files?.compactMap { $0 as? URL }.filter { !$0.hasDirectoryPath } ?? []
    }
}
