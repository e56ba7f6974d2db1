import Foundation
import LatheCatalog
import LatheDatabase
import LatheJobs

@testable import LatheCommand

/// A queue in a database of its own, for the commands to work on.
struct JobsFixture {
    /// As `--database` takes it.
    let place: String

    /// Lends one in a SQLite file, gone afterwards.
    static func with(_ body: (JobsFixture, JobQueue) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lathe-command-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await with(place: folder.path + "/lathe.db", body)
    }

    /// Lends a fixture on any database.
    static func with(place: String, _ body: (JobsFixture, JobQueue) async throws -> Void) async throws {
        let database = try Database(DatabaseURL(place))
        do {
            try await database.migrate(JobQueue.migrations + Catalog.migrations)
            try await body(JobsFixture(place: place), JobQueue(database: database))
        } catch {
            await database.close()
            throw error
        }
        await database.close()
    }

    /// Runs a line on a thread of its own, as the process's main thread would: it blocks.
    func run(_ line: String) async -> (status: ExitStatus, output: String, errors: String) {
        await runAside(line.split(separator: " ").map(String.init) + ["--database", place])
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
