import LatheJobs

/// Jobs for people, one line each.
enum JobTable {
    /// - Parameters:
    ///   - time: now, by the database's clock.
    ///   - columns: the terminal's width; nil: lines may have any length.
    static func rendered(_ jobs: [Job], at time: Int64, columns: Int? = nil) -> String {
        guard !jobs.isEmpty else { return "no jobs\n" }
        var table = Table(alignments: [.left, .left, .left, .left, .right, .right, .right, .left])
        table.rows = [["id", "state", "master", "tenant", "progress", "attempt", "age", "error"]]
        table.rows += jobs.map { row($0, time) }
        guard let columns else { return table.rendered() }
        return table.rendered().split(separator: "\n").map { shortened(String($0), to: columns) + "\n" }.joined()
    }

    private static func row(_ job: Job, _ time: Int64) -> [String] {
        [
            job.shortID, job.state.rawValue, shortened(printable(job.subject), to: 32),
            shortened(printable(job.tenant), to: 24),
            percent(job), "\(job.attempt) of \(job.maximumAttempts)", age(span(from: job.createdAt, to: time)),
            job.failure.map(summary) ?? "",
        ]
    }

    /// Of jobs that run; the others' says nothing.
    private static func percent(_ job: Job) -> String {
        guard job.state == .running else { return "" }
        return "\(Int(max(0, min(1, job.progress.fraction)) * 100)) %"
    }

    /// `masterRejected: cannot read a.wav: it is torn`.
    static func summary(_ failure: JobFailure) -> String { printable("\(failure.code): \(failure.message)") }
}
