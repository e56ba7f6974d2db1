internal import Foundation
internal import LatheDatabase
internal import LatheJobs
internal import TestServers

// What a test asks for, and what it sees.
extension Workplace {
    /// Accepts so many short masters.
    ///
    /// - Parameter name: the beginning of their names.
    /// - Returns: the jobs' ids, as the command said them.
    @discardableResult
    func enqueue(_ count: Int = 1, _ name: String = "track", seconds: Int = 2) async throws -> [Job.ID] {
        let sample = folder / "sample-\(seconds).wav"
        if !FileManager.default.fileExists(atPath: sample) { try SampleMaster(seconds: seconds).write(to: sample) }
        let deliveries = folder / "masters/\(name)"
        try FileManager.default.createDirectory(atPath: deliveries, withIntermediateDirectories: true)
        for number in 0..<count {
            try FileManager.default.linkItem(atPath: sample, toPath: "\(deliveries)/\(name)-\(number).wav")
        }
        let text = try await run("enqueue", [deliveries, "--preset", folder / "brief.json5", "--json"])
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("{") }
        return try lines.map { try JSONDecoder().decode(Accepted.self, from: Data($0.utf8)).job }
    }

    private struct Accepted: Decodable { let job: Job.ID }

    func job(_ id: Job.ID) async throws -> Job {
        guard let job = try await queue.job(id) else { throw Impatience(description: "job \(id) is not there") }
        return job
    }

    func states() async throws -> [Job.State: Int] { try await queue.counts() }

    /// Waits until every job has succeeded.
    func everythingSucceeds(within limit: Duration = .seconds(120)) async throws {
        let end = ContinuousClock.now + limit
        var states = try await states()
        while states.keys.contains(where: { $0 != .succeeded }) {
            guard states[.dead] == nil, ContinuousClock.now < end else {
                throw Impatience(description: "not all jobs succeed: \(states)")
            }
            try await Task.sleep(for: .milliseconds(20))
            states = try await self.states()
        }
    }

    /// Waits until a worker holds a job.
    func worker(_ name: String, holds id: Job.ID, within limit: Duration = .seconds(60)) async throws {
        try await eventually("\(name) holds \(id)", within: limit) {
            let job = try await job(id)
            return job.state == .running && job.worker == name
        }
    }

    /// Whether a worker has begun a job.
    func hasWorked(_ name: String) async throws -> Bool {
        try await queue.database.read { connection in
            try connection.first("SELECT 1 AS one FROM job_attempts WHERE worker = \(name) LIMIT 1") != nil
        }
    }

    /// Waits until a worker holds some job.
    func jobHeld(by name: String, within limit: Duration = .seconds(60)) async throws -> Job {
        var held: Job?
        try await eventually("\(name) holds a job", within: limit) {
            held = try await queue.list(JobFilter(states: [.running]), limit: 1000).first { $0.worker == name }
            return held != nil
        }
        guard let held else { throw Impatience(description: "\(name) holds no job") }
        return held
    }

    /// The workers that tried a job, each with how that ended.
    func history(of id: Job.ID) async throws -> [String] {
        try await queue.attempts(of: id).map { "\($0.worker): \($0.outcome ?? "runs")" }
    }
}
