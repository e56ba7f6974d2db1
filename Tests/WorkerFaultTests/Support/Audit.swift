internal import Foundation
internal import LatheDatabase
internal import LatheJobs
internal import LatheStorage
internal import TestServers
internal import Testing

// What must be so when everything is done, whatever happened on the way.
extension Workplace {
    /// A last worker runs and ends; then: every job succeeded once, every track has one published revision, told of
    /// once, of which every file is in the store with its checksum; nothing is left in the scratch folder, in the store
    /// or among the processes.
    func audit(
        _ expected: Int, within limit: Duration = .seconds(120), location: SourceLocation = #_sourceLocation
    ) async throws {
        let last = try startWorker("last", ["--concurrency", "2"])
        try await everythingSucceeds(within: limit)
        last.send(SIGTERM)
        let status = await last.status
        #expect(status == 0, "\(last.text)", sourceLocation: location)
        try await eventually("nobody works here any more", within: .seconds(60)) {
            ProcessTable.working(in: folder.path).isEmpty
        }
        let scratch = (try? FileManager.default.contentsOfDirectory(atPath: self.scratch)) ?? []
        #expect(scratch == [], sourceLocation: location)
        try await auditRows(expected, location)
        let publications = try await publications()
        // What dead attempts left is collected; what is published stays.
        try await run("gc", ["--grace", "0"])
        try await auditStore(publications, location)
    }

    /// A revision that listeners are sent to.
    struct Publication: Sendable {
        let track: String
        let prefix: String
        let checksum: String
    }

    private func publications() async throws -> [Publication] {
        try await queue.database.read { connection in
            try connection.rows(
                "SELECT track_id, prefix, package_sha256 FROM revisions WHERE published_at IS NOT NULL"
            ).map { row in
                Publication(track: try row["track_id"], prefix: try row["prefix"], checksum: try row["package_sha256"])
            }
        }
    }

    private func auditRows(_ expected: Int, _ location: SourceLocation) async throws {
        let counts = try await queue.database.read { connection in
            try Self.questions.map { question in
                let count: Int = try connection.first("\(raw: question)")?["n"] ?? -1
                return count
            }
        }
        #expect(counts[0] == expected, "jobs that succeeded", sourceLocation: location)
        #expect(counts[1] == expected, "attempts that succeeded", sourceLocation: location)
        #expect(counts[2] == expected, "tracks whose revision is published", sourceLocation: location)
        #expect(counts[3] == expected, "news", sourceLocation: location)
        #expect(counts[4] == expected, "tracks that news tell of", sourceLocation: location)
        #expect(counts[5] == 0, "attempts without an end", sourceLocation: location)
    }

    private static let questions = [
        "SELECT count(*) AS n FROM jobs WHERE kind = 'transcode' AND state = 'succeeded'",
        """
        SELECT count(*) AS n FROM job_attempts JOIN jobs ON jobs.id = job_id
        WHERE kind = 'transcode' AND outcome = 'succeeded'
        """,
        """
        SELECT count(*) AS n FROM tracks JOIN revisions ON revisions.id = current_revision
        WHERE published_at IS NOT NULL AND retired_at IS NULL AND prefix IS NOT NULL
        """,
        "SELECT count(*) AS n FROM outbox WHERE topic = 'track.ready'",
        "SELECT count(DISTINCT subject) AS n FROM outbox",
        "SELECT count(*) AS n FROM job_attempts WHERE outcome IS NULL",
    ]

    private func auditStore(_ publications: [Publication], _ location: SourceLocation) async throws {
        var names: Set<String> = []
        for publication in publications {
            let copy = try await FetchedPackage(of: publication, in: store)
            names.formUnion(copy.files.map { publication.prefix + $0 })
            #expect(try await copy.faults() == [], "\(publication.prefix)", sourceLocation: location)
        }
        var stored: Set<String> = []
        for try await object in store.objects(prefix: "tracks/") { stored.insert(object.key.text) }
        #expect(stored.symmetricDifference(names).sorted() == [], "files", sourceLocation: location)
    }
}

/// A package as the store gives it out, judged by `sha256sum` and `lathe validate`.
private struct FetchedPackage {
    let folder = try? TemporaryFolder()
    let publication: Workplace.Publication
    /// Those that package.json names, and itself.
    private(set) var files: [String] = ["package.json"]
    private var missing: [String] = []
    private var sums: [String] = []

    init(of publication: Workplace.Publication, in store: any ObjectStore) async throws {
        self.publication = publication
        try await fetch("package.json", from: store)
        sums.append("\(publication.checksum)  package.json")
        let document = try Data(contentsOf: URL(filePath: path("package.json")))
        for file in try JSONDecoder().decode(Document.self, from: document).files {
            try await fetch(file.path, from: store)
            files.append(file.path)
            sums.append("\(file.sha256)  \(file.path)")
        }
        try (sums.joined(separator: "\n") + "\n").write(toFile: path("SUMS"), atomically: true, encoding: .utf8)
    }

    private struct Document: Decodable {
        struct File: Decodable {
            let path: String
            let bytes: Int
            let sha256: String
        }
        let files: [File]
    }

    private func path(_ name: String) -> String { "\(folder?.path ?? "")/\(name)" }

    private mutating func fetch(_ name: String, from store: any ObjectStore) async throws {
        let file = URL(filePath: path(name))
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        let object = try await store.get(ObjectKey(publication.prefix + name), into: .file(file.path))
        if object == nil { missing.append(name) }
    }

    /// What the judges object to.
    func faults() async throws -> [String] {
        guard missing.isEmpty, let folder else { return missing.map { "\($0) is missing" } }
        let sums = try await Judge.run(
            "/usr/bin/sha256sum", ["--check", "--strict", "--quiet", "SUMS"], in: folder.path)
        try FileManager.default.removeItem(atPath: path("SUMS"))
        let verdict = try await Judge.run(LatheProcess.executable, ["validate", folder.path], in: folder.path)
        return [sums, verdict].compactMap(\.self)
    }
}
