internal import Foundation

/// Programs that `make test` puts in place, and scripts that lie beside the tests.
public enum TestTool {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// A program's path.
    /// - Throws: where it is not installed.
    public static func path(_ program: String) throws -> String {
        let path = "\(repository)/.build/test-tools/\(program)"
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Command.Failure(description: "\(path) is not there: run the tests with `make test`")
        }
        return path
    }

    /// A script's path.
    public static func script(_ name: String) -> String { "\(repository)/Tests/Support/\(name)" }

    /// A master that comes with the sources.
    public static func fixture(_ name: String) -> String { "\(repository)/Fixtures/\(name)" }
}
