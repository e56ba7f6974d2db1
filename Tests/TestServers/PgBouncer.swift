internal import Foundation

/// PgBouncer in transaction mode before a PostgreSQL server.
public final class PgBouncer: Sendable {
    public let port: UInt16
    private let server: SupervisedServer

    private static let starting = Task { try await PgBouncer(before: PostgreSQLServer.shared) }

    /// The one before the shared server.
    public static var shared: PgBouncer { get async throws { try await starting.value } }

    public init(before backend: PostgreSQLServer) async throws {
        let folder = try await ServerUser.ownFolder("pgbouncer")
        port = try FreePort.find()
        try Data(Self.configuration(in: folder, port: port, backend: backend.port).utf8)
            .write(to: URL(filePath: "\(folder)/pgbouncer.ini"))
        try Data("\"\(PostgreSQLServer.user)\" \"\(PostgreSQLServer.password)\"\n".utf8)
            .write(to: URL(filePath: "\(folder)/users"))
        server = try SupervisedServer(
            ServerUser.prefix + ["/usr/sbin/pgbouncer", "\(folder)/pgbouncer.ini"], in: folder, endedBy: "KILL")
        try await waitUntilReady()
    }

    private static func configuration(in folder: String, port: UInt16, backend: UInt16) -> String {
        """
        [databases]
        * = host=127.0.0.1 port=\(backend)
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = \(port)
        unix_socket_dir =
        auth_type = scram-sha-256
        auth_file = \(folder)/users
        pool_mode = transaction
        default_pool_size = 5
        max_client_conn = 500
        server_idle_timeout = 2
        server_login_retry = 1
        """
    }

    public func url(of database: String) -> String {
        "postgres://\(PostgreSQLServer.user):\(PostgreSQLServer.password)@127.0.0.1:\(port)/\(database)"
    }

    private func waitUntilReady() async throws {
        for _ in 0..<1200 {
            let answer = try? await Command.run([
                "/usr/bin/psql", "--no-psqlrc", "--command", "SELECT 1", url(of: "postgres"),
            ])
            if answer != nil { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Command.Failure(description: "PgBouncer does not start:\n\(server.log.suffix(2000))")
    }
}
