internal import Foundation

/// A folder that goes away with its last holder.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/lathe-access-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    static func / (folder: TemporaryFolder, name: String) -> String { "\(folder.path)/\(name)" }

    func write(_ text: String, to name: String, mode: Int = 0o600) throws {
        try Data(text.utf8).write(to: URL(filePath: self / name))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: self / name)
    }

    func text(_ name: String) throws -> String { try String(contentsOfFile: self / name, encoding: .utf8) }
}
