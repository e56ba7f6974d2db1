import LatheJobs

/// Tells from one look at a queue to the next which jobs changed; a value, for tests.
struct WatchChanges: Equatable {
    /// What makes a change worth telling.
    private struct Mark: Equatable {
        let state: Job.State
        let attempt: Int
        let stage: String?
        /// Each tenth of the way.
        let tenth: Int
        let isCancelRequested: Bool

        init(_ job: Job) {
            state = job.state
            attempt = job.attempt
            stage = job.state == .running ? job.progress.stage : nil
            tenth = job.state == .running ? Int(max(0, min(1, job.progress.fraction)) * 10) : 0
            isCancelRequested = job.isCancelRequested
        }
    }

    private var marks: [Job.ID: Mark] = [:]
    private var isFirst = true
    private static let mostNamed = 500

    /// Jobs that were seen running, and are not known to have ended: the next look must be at them, too.
    var open: [Job.ID] {
        Array(marks.filter { !$0.value.state.isFinal }.keys.sorted().suffix(Self.mostNamed))
    }

    /// The jobs that changed, in the order that they ended or began in. What ended before the first look is no news.
    mutating func update(_ overview: QueueOverview) -> [Job] {
        let ended = overview.ended.reversed()
        let isNews = { [isFirst] (job: Job) in !isFirst || !job.state.isFinal }
        var changed: [Job] = []
        var seen: [Job.ID: Mark] = [:]
        for job in overview.named + ended + overview.running where seen[job.id] == nil {
            let mark = Mark(job)
            seen[job.id] = mark
            if marks[job.id] != mark, isNews(job) { changed.append(job) }
        }
        marks = seen
        isFirst = false
        return changed
    }

    /// `23:32:09Z  9f3a1c2e  running  encode, 62 %, 38.1×, press-1`.
    static func line(_ job: Job, at time: Int64) -> String {
        let progress = job.progress
        var details: [String] = []
        if job.state == .running {
            details = [
                progress.stage, "\(Int(max(0, min(1, progress.fraction)) * 100)) %",
                progress.rate.map { fixed($0, 1) + "×" }, job.worker, job.isCancelRequested ? "to be cancelled" : nil,
            ].compactMap { $0.map(printable) }
        } else if let failure = job.failure {
            details = [JobTable.summary(failure)]
        }
        let head = "\(timeOfDay(time))Z  \(job.shortID)  \(job.state.rawValue)"
        return (details.isEmpty ? head : head + "  " + details.joined(separator: ", ")) + "\n"
    }
}
