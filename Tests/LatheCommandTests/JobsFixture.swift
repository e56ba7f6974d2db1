import Foundation
import LatheCatalog
import LatheDatabase
import LatheJobs
import Synchronization

@testable import LatheCommand

/// A queue in a SQLite file, with a job in each state, for the commands to read: its clock stands at noon.
struct JobsFixture {
    /// 2026-11-25T12:00:00Z.
    static let noon: Int64 = 1_795_608_000_000

    let folder: URL
    var database: String { folder.path + "/lathe.db" }

    /// Lends a fixture whose jobs are in the given states.
    static func with(_ body: (JobsFixture, JobQueue) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lathe-command-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let fixture = JobsFixture(folder: folder)
        let database = try Database(DatabaseURL(file: fixture.database))
        try await fixture.lend(database, to: body)
    }

    /// Lends a fixture on any database.
    static func with(url: String, _ body: (JobsFixture, JobQueue) async throws -> Void) async throws {
        let fixture = JobsFixture(folder: URL(filePath: "/"))
        try await fixture.lend(try Database(DatabaseURL(url)), to: body)
    }

    private func lend(_ database: Database, to body: (JobsFixture, JobQueue) async throws -> Void) async throws {
        do {
            try await database.migrate(JobQueue.migrations + Catalog.migrations)
            try await body(self, JobQueue(database: database))
        } catch {
            await database.close()
            throw error
        }
        await database.close()
    }

    /// Runs a line on a thread of its own, as the process's main thread would: it blocks.
    func run(_ line: String, place: String? = nil) async -> (status: ExitStatus, output: String, errors: String) {
        let words = line.split(separator: " ").map(String.init) + ["--database", place ?? database]
        return await runAside(words)
    }
}

/// Runs words on a thread of their own.
func runAside(
    _ words: [String], environment: [String: String] = [:]
) async -> (status: ExitStatus, output: String, errors: String) {
    await withCheckedContinuation { continuation in
        Thread {
            let captured = CapturedConsole(environment: environment)
            let status = LatheTool.run(words, console: captured.console)
            continuation.resume(returning: (status, captured.output, captured.errors))
        }.start()
    }
}

extension JobQueue {
    /// A payload such as a transcode has.
    static let payload = """
        {"preset":{"name":"music","renditions":[{"codec":"aac","kilobitsPerSecond":96},{"codec":"flac"}]},"track":"t"}
        """

    @discardableResult
    func add(_ key: String, tenant: String = "label", attempts: Int = 5) async throws -> Job {
        try await enqueue(
            NewJob(
                kind: "transcode", payload: Self.payload, uniqueKey: key, tenant: tenant, maximumAttempts: attempts)
        ).job
    }

    /// Adds a job and takes it, which must be the only one that waits.
    func addRunning(_ key: String, progress: JobProgress = JobProgress()) async throws -> ClaimedJob {
        let job = try await add(key, tenant: key)
        while let claimed = try await claim(1, worker: "press-1").first {
            guard claimed.job.id == job.id else { continue }
            _ = try await report([claimed.lease: progress])
            return claimed
        }
        throw JobFailure("test", "the job cannot be claimed")
    }

    func addDead(
        _ key: String, _ failure: JobFailure = .torn, notes: AttemptNotes = AttemptNotes()
    ) async throws -> Job {
        let claimed = try await addRunning(key)
        try await end(claimed.lease, .failed(failure), notes: notes)
        return try await self.job(claimed.job.id) ?? claimed.job
    }

    func addSucceeded(_ key: String) async throws -> Job {
        let claimed = try await addRunning(key)
        _ = try await complete(claimed.lease)
        return claimed.job
    }
}

extension JobFailure {
    static let torn = JobFailure(
        "masterRejected", "cannot read a.wav: it is torn", remedy: "Deliver it again.", isPermanent: true)
    static let passing = JobFailure("inputOutput", "cannot write: the disk is full")
}
