internal import Foundation

/// Programs that `make test` puts in place, and scripts that lie beside the tests.
enum TestTool {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    static func path(_ program: String) throws -> String {
        let path = "\(repository)/.build/test-tools/\(program)"
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Command.Failure(description: "\(path) is not there: run the tests with `make test`")
        }
        return path
    }

    static func script(_ name: String) -> String { "\(repository)/Tests/Support/\(name)" }
}
