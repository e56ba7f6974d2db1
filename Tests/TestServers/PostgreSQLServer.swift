internal import Foundation

/// A PostgreSQL cluster of one's own in a temporary folder, with durability as in production.
///
/// It ends with the test process, and leaves nothing behind.
public final class PostgreSQLServer: Sendable {
    public static let user = "lathe"
    public static let password = "s3cret-of-the-tests"
    public let port: UInt16
    private let server: SupervisedServer
    private var clock: String { "\(server.folder)/clock" }

    private static let starting = Task { try await PostgreSQLServer() }

    /// The one cluster of this process; started when it is first asked for.
    public static var shared: PostgreSQLServer { get async throws { try await starting.value } }

    /// Another cluster: for a test that kills it.
    ///
    /// - Parameters:
    ///   - isDurable: on the disk, whose speed a measurement wants to see.
    ///   - hasOwnClock: one that `putClock` puts.
    public init(isDurable: Bool = false, hasOwnClock: Bool = false) async throws {
        let folder = try await ServerUser.ownFolder("postgresql", isDurable: isDurable)
        port = try FreePort.find()
        let passwordFile = "\(folder)/password"
        try Data(Self.password.utf8).write(to: URL(filePath: passwordFile))
        try await Command.run(
            ServerUser.prefix + [
                try Self.program("initdb"), "--pgdata=\(folder)/data", "--username=\(Self.user)",
                "--pwfile=\(passwordFile)", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync",
            ])
        try "+0".write(toFile: "\(folder)/clock", atomically: true, encoding: .utf8)
        let environment = hasOwnClock ? try Self.environment(ofClock: "\(folder)/clock") : []
        server = try SupervisedServer(
            ServerUser.prefix + environment + [
                try Self.program("postgres"), "-D", "\(folder)/data", "-k", folder, "-p", "\(port)",
                "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=300", "-c", "shared_buffers=32MB",
            ], in: folder, endedBy: "QUIT")
        try await waitUntilReady()
    }

    /// The maintenance database; tests make their own.
    public var url: String { url(of: "postgres") }

    public func url(of database: String) -> String {
        "postgres://\(Self.user):\(Self.password)@127.0.0.1:\(port)/\(database)"
    }

    /// An empty database.
    public func createDatabase() async throws -> String {
        let name = "test_" + UUID().uuidString.lowercased().filter { $0 != "-" }
        try await psql("CREATE DATABASE \(name)")
        return name
    }

    /// Disconnects who still uses it.
    public func dropDatabase(_ name: String) async throws { try await psql("DROP DATABASE \(name) WITH (FORCE)") }

    /// Runs a statement with PostgreSQL's own client, and returns what that prints.
    @discardableResult
    public func psql(_ statement: String, database: String = "postgres") async throws -> String {
        try await Command.run([
            "/usr/bin/psql", "--no-psqlrc", "--tuples-only", "--no-align", "--quiet", "--command", statement,
            url(of: database),
        ])
    }

    /// Kills the postmaster as the kernel would when memory runs out; its children notice and end.
    public func kill9() throws { try server.order("kill") }

    /// Stops the postmaster in its tracks: connections are made by the kernel, and nobody answers on them.
    public func freeze() throws { try server.order("stop") }

    public func thaw() throws { try server.order("continue") }

    /// Starts it again after `kill9`, and waits until it answers.
    public func restart() async throws {
        try await waitUntilReady()
    }

    /// Puts its own clock, the one of statements and deadlines, against that of the machine.
    public func putClock(by seconds: Int) throws {
        try "\(seconds < 0 ? "" : "+")\(seconds)".write(toFile: clock, atomically: true, encoding: .utf8)
    }

    /// libfaketime stands between the server and the C library.
    private static func environment(ofClock path: String) throws -> [String] {
        let libraries = "/usr/lib"
        let library = try FileManager.default.contentsOfDirectory(atPath: libraries)
            .map { "\(libraries)/\($0)/faketime/libfaketimeMT.so.1" }.first(where: FileManager.default.fileExists)
        guard let library else { throw Command.Failure(description: "there is no libfaketime in \(libraries)") }
        return [
            "/usr/bin/env", "LD_PRELOAD=\(library)", "FAKETIME_TIMESTAMP_FILE=\(path)", "FAKETIME_NO_CACHE=1",
            "FAKETIME_DONT_FAKE_MONOTONIC=1",
        ]
    }

    private func waitUntilReady() async throws {
        for _ in 0..<600 {
            // One that finds the shared memory of killed children still in use does not stay.
            try server.order("start")
            if (try? await psql("SELECT 1")) != nil { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Command.Failure(description: "PostgreSQL does not start:\n\(server.log.suffix(2000))")
    }

    private static func program(_ name: String) throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = try FileManager.default.contentsOfDirectory(atPath: root).compactMap { Int($0) }
        guard let version = versions.max() else {
            throw Command.Failure(description: "there is no PostgreSQL in \(root)")
        }
        return "\(root)/\(version)/bin/\(name)"
    }
}
