internal import Foundation
internal import LatheDatabase
internal import LatheJobs
internal import LatheStorage
internal import TestDatabases
internal import TestServers

/// An installation of a test's own: database, store, masters, and workers to harm.
final class Workplace: Sendable {
    let folder: TemporaryFolder
    let queue: JobQueue
    let store: any ObjectStore
    let environment: [String: String]
    /// On its server; empty with SQLite.
    let databaseName: String
    private let databaseURL: String
    private let storageURL: String

    /// Short enough to wait for, long enough for a busy machine to keep.
    static let lease = Duration.seconds(3)

    var scratch: String { folder / "scratch" }
    /// Where packages lie, if the store is a folder.
    var storeFolder: String { folder / "store" }

    /// - Parameters:
    ///   - server: for PostgreSQL, the one to use instead of the one that all tests share.
    ///   - bucket: the store; nil for a folder.
    init(_ kind: DatabaseKind = .sqlite, on server: PostgreSQLServer? = nil, bucket: S3Bucket? = nil) async throws {
        folder = try TemporaryFolder()
        switch kind {
        case .sqlite: (databaseName, databaseURL) = ("", "sqlite://\(folder.path)/lathe.db")
        case .postgreSQL:
            let server = if let server { server } else { try await PostgreSQLServer.shared }
            databaseName = try await server.createDatabase()
            databaseURL = server.url(of: databaseName)
        }
        storageURL = bucket?.url ?? folder / "store"
        environment = bucket?.environment ?? [:]
        store = try StorageURL(storageURL).open(environment: environment)
        queue = JobQueue(database: try Database(DatabaseURL(databaseURL)))
        try FileManager.default.createDirectory(atPath: folder / "masters", withIntermediateDirectories: true)
        try Self.preset.write(toFile: folder / "brief.json5", atomically: true, encoding: .utf8)
    }

    private static let preset = """
        {
            name: "brief",
            segmentDuration: 2,
            renditions: [
                { codec: "aac", kilobitsPerSecond: 96 },
                { codec: "mp3", kilobitsPerSecond: 96 },
                { codec: "vorbis", kilobitsPerSecond: 96 },
            ],
        }
        """

    /// Starts a command on this database and this store, or on ways to them that fail.
    func start(
        _ command: String, _ arguments: [String] = [], database: String? = nil, storage: String? = nil,
        environment: [String: String] = [:], prefix: [String] = []
    ) throws -> LatheProcess {
        var all = self.environment.merging(environment) { $1 }
        all["LATHE_DATABASE"] = database ?? databaseURL
        all["LATHE_STORAGE"] = storage ?? storageURL
        return try LatheProcess([command] + arguments, in: folder.path, environment: all, prefix: prefix)
    }

    /// Runs a command to its end.
    /// - Throws: where it fails, with what it said.
    @discardableResult
    func run(_ command: String, _ arguments: [String] = []) async throws -> String {
        let process = try start(command, arguments)
        let status = await process.status
        guard status == 0 else { throw Impatience(description: "lathe \(command): \(status): \(process.text)") }
        return process.text
    }

    /// Starts a worker.
    ///
    /// - Parameters:
    ///   - database: a way to the same database that fails.
    ///   - storage: a way to the same store that fails.
    ///   - fault: what it does to itself or its children: see `Faults`.
    func startWorker(
        _ name: String, _ arguments: [String] = [], lease: Duration = Workplace.lease, database: String? = nil,
        storage: String? = nil, fault: [String: String] = [:], prefix: [String] = []
    ) throws -> LatheProcess {
        try start(
            "worker",
            [
                "--worker-name", name, "--scratch", scratch, "--lease", "\(lease.components.seconds)s",
                "--log-format", "json",
            ] + arguments, database: database, storage: storage, environment: fault, prefix: prefix)
    }
}
