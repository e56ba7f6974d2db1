internal import Foundation
internal import LatheDatabase
internal import LatheJobs
internal import LatheWorker
internal import TestDatabases
internal import Testing

extension WorkerFaults {
    /// kill -9 where it hurts most.
    @Suite struct CheckpointTests {
        private static let points =
            Checkpoint.allCases.map(\.rawValue) + ["objectUploaded:3", "playlistUploaded:3", "playlistUploaded:5"]

        /// PostgreSQL has the points at which it matters in a test with S3.
        private static let kinds = Chaos.isUnleashed ? DatabaseKind.allCases : [.sqlite]

        @Test(
            "Killed at any point of a job's way, it leaves nothing that another worker does not put right",
            .timeLimit(.minutes(5)), arguments: kinds)
        func everyPoint(kind: DatabaseKind) async throws {
            let place = try await Workplace(kind)
            try await place.enqueue(Self.points.count)
            for point in Self.points {
                let worker = try place.startWorker(point, fault: ["LATHE_DIE_AT": point])
                let status = await worker.status
                #expect(status == 128 + SIGKILL, "\(point): \(worker.text)")
                #expect(try place.danglingNames() == [], "after \(point)")
            }
            try await place.audit(Self.points.count)
            for point in Self.points {
                let outcomes = try await place.outcomes(of: point)
                let isOver = ["published", "cleanedUp"].contains(point)
                // On a machine that stood still for longer than a lease, it has lost some before.
                #expect(outcomes.last == (isOver ? "succeeded" : "lost"), "\(point)")
                #expect(outcomes.dropLast().allSatisfy { $0 == "lost" }, "\(point)")
            }
        }
    }
}

extension Workplace {
    /// How a worker's attempts ended.
    fileprivate func outcomes(of worker: String) async throws -> [String] {
        try await queue.database.read { connection in
            try connection.rows("SELECT outcome FROM job_attempts WHERE worker = \(worker) ORDER BY started_at")
                .map { try $0["outcome"] ?? "runs" }
        }
    }

    /// What playlists in the store's folder name and a listener would not find.
    fileprivate func danglingNames() throws -> [String] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: storeFolder)
        return try names.filter { $0.hasSuffix(".m3u8") }.flatMap { name in
            let playlist = URL(filePath: "\(storeFolder)/\(name)")
            let text = try String(contentsOf: playlist, encoding: .utf8)
            let named = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
            let maps = text.matches(of: #/URI="([^"]*)"/#).map { String($0.1) }
            return (named + maps).filter {
                !FileManager.default.fileExists(atPath: playlist.deletingLastPathComponent().path + "/" + $0)
            }.map { "\(name): \($0)" }
        }
    }
}
