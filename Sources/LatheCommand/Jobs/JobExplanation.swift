import LatheJobs
import LatheWorker

/// What became of a job, for somebody who asks why.
struct JobExplanation: Sendable, Equatable {
    let job: Job
    /// The first one first.
    let attempts: [Attempt]
    /// Now, by the database's clock.
    let time: Int64
    /// Where in the store the package is that it made.
    var package: String?

    /// For people.
    var text: String {
        [headline, facts, attemptTable, stages, logTail, failure, "next: " + nextStep(of: job, at: time) + "\n"]
            .compactMap(\.self).joined(separator: "\n")
    }

    private var headline: String {
        "\(printable(job.kind)) \(job.id) of \(printable(job.tenant)): \(job.state.rawValue), "
            + "accepted \(age(span(from: job.createdAt, to: time))) ago\n"
    }

    /// What it is about; of the master, as the newest attempt that knew it said.
    private var facts: String? {
        let notes = attempts.reversed().map { AttemptFacts($0.notes) }
        var table = Table(alignments: [.left, .left])
        switch job.order?.master {
        case .file(let path): table.rows.append(["file", printable(path)])
        case .object(let key): table.rows.append(["object", printable(key)])
        case nil: break
        }
        if let order = job.order { table.rows.append(["track", printable(order.track)]) }
        if let package { table.rows.append(["package", printable(package)]) }
        if let master = notes.lazy.compactMap(\.master).first { table.rows.append(["master", printable(master)]) }
        if let duration = notes.lazy.compactMap(\.duration).first { table.rows.append(["music", clock(duration)]) }
        return table.rows.isEmpty ? nil : table.rendered(indent: "  ")
    }

    private var attemptTable: String {
        guard !attempts.isEmpty else { return "no attempt yet\n" }
        var table = Table(alignments: [.right, .left, .left, .right, .left, .right, .right, .right, .right])
        table.rows = [["attempt", "worker", "started", "took", "outcome", "CPU", "memory", "read", "stored"]]
        table.rows += attempts.map(row)
        return table.rendered()
    }

    private func row(_ attempt: Attempt) -> [String] {
        let facts = AttemptFacts(attempt.notes)
        return [
            "\(attempt.number)", printable(attempt.worker), timestamp(attempt.startedAt),
            clock(Double(span(from: attempt.startedAt, to: attempt.endedAt ?? time)) / 1000),
            attempt.outcome.map { printable($0) + (attempt.failure.map { " (\(printable($0.code)))" } ?? "") }
                ?? "runs",
            facts.cpuTime.map(clock) ?? "", facts.peakMemory.map(size) ?? "", facts.bytesIn.map(size) ?? "",
            facts.bytesOut.map(size) ?? "",
        ]
    }

    /// Of the newest attempt that has any, the longest first.
    private var stages: String? {
        guard let attempt = attempts.last(where: { !AttemptFacts($0.notes).stages.isEmpty }) else { return nil }
        let stages = AttemptFacts(attempt.notes).stages
        let longest = stages.first?.seconds ?? 0
        var table = Table(alignments: [.left, .right, .left])
        table.rows = stages.map { stage in
            let width = longest > 0 ? Int((stage.seconds / longest * 30).rounded()) : 0
            return [printable(stage.name), clock(stage.seconds), String(repeating: "━", count: width)]
        }
        return "stages of attempt \(attempt.number):\n" + table.rendered(indent: "  ")
    }

    private var logTail: String? {
        guard job.failure != nil, let tail = attempts.last?.notes.logTail, !tail.isEmpty else { return nil }
        let lines = tail.split(whereSeparator: \.isNewline).suffix(20)
        return "its last lines:\n" + lines.map { "  " + printable(String($0)) + "\n" }.joined()
    }

    private var failure: String? {
        guard let failure = job.failure else { return nil }
        let error = "error: \(JobTable.summary(failure))\n"
        return error + (failure.remedy.map { "remedy: \(printable($0))\n" } ?? "")
    }
}
