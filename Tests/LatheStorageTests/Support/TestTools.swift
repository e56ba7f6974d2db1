internal import Foundation

/// Programs that `make test` puts in place.
enum TestTools {
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    static func path(_ program: String) throws -> String {
        let path = "\(repository)/.build/test-tools/\(program)"
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Missing(description: "\(path) is not there: run the tests with `make test`")
        }
        return path
    }

    static func script(_ name: String) -> String { "\(repository)/Tests/Support/\(name)" }

    struct Missing: Error, CustomStringConvertible {
        let description: String
    }
}

/// A folder that goes away with its last holder.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/lathe-storage-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    static func / (folder: TemporaryFolder, name: String) -> String { "\(folder.path)/\(name)" }

    /// Every file below, by relative path, sorted.
    var files: [String] {
        get throws {
            try FileManager.default.subpathsOfDirectory(atPath: path).filter {
                var isFolder: ObjCBool = false
                return FileManager.default.fileExists(atPath: "\(path)/\($0)", isDirectory: &isFolder)
                    && !isFolder.boolValue
            }.sorted()
        }
    }
}
