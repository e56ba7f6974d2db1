internal import Foundation

/// A folder that goes away with its last holder.
public final class TemporaryFolder: Sendable {
    /// Without symbolic links: processes are found by their working directory.
    public let path: String

    public init() throws {
        let parent = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
        path = "\(parent)/lathe-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    public static func / (folder: TemporaryFolder, name: String) -> String { "\(folder.path)/\(name)" }

    /// Every file below, by relative path, sorted.
    public var files: [String] { get throws { try Self.files(below: path) } }

    /// Every file below any folder, by relative path, sorted.
    public static func files(below folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).filter {
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(folder)/\($0)", isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }
}
