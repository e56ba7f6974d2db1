internal import Foundation

/// A folder that goes away with its last holder.
final class WorkFolder: Sendable {
    let path: String

    init() throws {
        // Without symbolic links: processes are found by their working directory.
        let parent = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
        path = "\(parent)/lathe-faults-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    static func / (folder: WorkFolder, name: String) -> String { "\(folder.path)/\(name)" }
}
