internal import Foundation

/// A way to a PostgreSQL server on which replies to commits are lost: `Tests/Support/lose-commits.py`.
public final class CommitLosingNetwork: Sendable {
    private let port: UInt16
    private let server: SupervisedServer

    /// Returns when connections can be made.
    ///
    /// - Parameters:
    ///   - text: in the statements of the transactions that it is about.
    ///   - times: how often it happens.
    public init(before backend: PostgreSQLServer, text: String, times: Int) async throws {
        port = try FreePort.find()
        server = try SupervisedServer(
            ["/usr/bin/python3", TestTool.script("lose-commits.py"), "\(port)", "\(backend.port)", text, "\(times)"],
            in: try ServerUser.folder("network"), endedBy: "KILL")
        try await server.listens(on: port)
    }

    /// By this way.
    public func url(of database: String) -> String {
        "postgres://\(PostgreSQLServer.user):\(PostgreSQLServer.password)@127.0.0.1:\(port)/\(database)"
    }

    /// How many replies were lost.
    public var count: Int { server.log.split(separator: "\n").count { $0 == "lost" } }
}
