import LatheJobs

/// What will happen to a job, in one clause.
/// - Parameter time: now, by the database's clock.
func nextStep(of job: Job, at time: Int64) -> String {
    let again = "`lathe jobs retry \(job.shortID)`"
    switch job.state {
    case .available:
        return "the \(ordinal(job.attempt + 1)) attempt starts when a worker of the queue "
            + "\"\(printable(job.queue))\" is free"
    case .retryable:
        let wait = span(from: time, to: job.runAfter)
        let start = wait > 0 ? "in \(delay(wait))" : "now"
        return "the \(ordinal(job.attempt + 1)) attempt of \(job.maximumAttempts) starts \(start), if a worker is free"
    case .running: return whileRunning(job, time)
    case .succeeded: return "nothing; it is done"
    case .dead where job.failure?.isPermanent == true:
        return "nothing by itself; what failed would fail again (\(again) tries it all the same)"
    case .dead: return "nothing by itself; \(again) starts it again with all its attempts"
    case .cancelled: return "nothing by itself, it was cancelled; \(again) starts it again"
    }
}

private func whileRunning(_ job: Job, _ time: Int64) -> String {
    let worker = job.worker.map(printable) ?? "its worker"
    if let leaseUntil = job.leaseUntil, leaseUntil <= time {
        let ago = delay(span(from: leaseUntil, to: time))
        return "another worker takes it over: the lease of \(worker) ran out \(ago) ago"
    }
    if job.isCancelRequested { return "\(worker) stops it, within two seconds" }
    let left = job.progress.remaining.map { "; about \(delay($0)) left" } ?? ""
    return "it runs on \(worker)\(left)"
}

/// Whole seconds or minutes, rounded up: a wait that is not over is never called 0.
private func delay(_ milliseconds: Int64) -> String {
    let seconds = max(0, milliseconds / 1000 + (milliseconds % 1000 > 0 ? 1 : 0))
    return seconds < 60 ? "\(seconds) s" : clock(Double(seconds))
}

private func ordinal(_ number: Int) -> String {
    switch (number % 10, number % 100) {
    case (_, 11...13): "\(number)th"
    case (1, _): "\(number)st"
    case (2, _): "\(number)nd"
    case (3, _): "\(number)rd"
    default: "\(number)th"
    }
}
