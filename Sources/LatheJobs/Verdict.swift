/// What becomes of a job whose attempt ended without success: the decision alone, without a database.
struct Verdict: Equatable {
    var state: Job.State
    var attempt: Int
    var crashes: Int
    var losses: Int
    var postponements: Int
    var failure: JobFailure?
    /// Milliseconds until it may run again.
    var delay: Int64 = 0

    /// - Parameter random: 0 up to 1, for the jitter.
    init(on job: Job, ended ending: Ending, settings: QueueSettings, random: Double) {
        state = .available
        attempt = job.attempt
        crashes = job.crashes
        losses = job.losses
        postponements = job.postponements
        failure = job.failure
        switch ending {
        case .cancelled: state = .cancelled
        case .handedBack: giveBack()
        case .lost: lose(settings)
        case .postponed(let failure): postpone(failure, settings, random)
        case .crashed(let failure): crash(failure, job, settings, random)
        case .failed(let failure): fail(failure, job, settings, random)
        }
        if job.isCancelRequested, !state.isFinal { state = .cancelled }
    }

    /// The claim counted an attempt that was none.
    private mutating func giveBack() { attempt = max(0, attempt - 1) }

    private mutating func lose(_ settings: QueueSettings) {
        giveBack()
        losses += 1
        guard losses >= settings.maximumLosses else { return }
        state = .dead
        failure = JobFailure(
            "workersVanished", "the job's workers vanished \(losses) times",
            remedy: "Look at those machines' memory and logs; then `lathe jobs retry`.", isPermanent: true)
    }

    private mutating func postpone(_ failure: JobFailure, _ settings: QueueSettings, _ random: Double) {
        giveBack()
        postponements += 1
        self.failure = failure
        state = postponements < settings.maximumPostponements ? .retryable : .dead
        delay = backoff(postponements, settings, random)
    }

    private mutating func crash(
        _ failure: JobFailure, _ job: Job, _ settings: QueueSettings, _ random: Double
    ) {
        crashes += 1
        fail(failure, job, settings, random)
        guard crashes >= settings.maximumCrashes else { return }
        state = .dead
        self.failure?.remedy = "The job is quarantined after \(crashes) crashes. " + (failure.remedy ?? "")
    }

    private mutating func fail(_ failure: JobFailure, _ job: Job, _ settings: QueueSettings, _ random: Double) {
        self.failure = failure
        guard !failure.isPermanent, attempt < job.maximumAttempts else {
            state = .dead
            return
        }
        state = .retryable
        delay = backoff(attempt, settings, random)
    }

    /// Exponential, with full jitter.
    private func backoff(_ failures: Int, _ settings: QueueSettings, _ random: Double) -> Int64 {
        let doublings = min(max(0, failures - 1), 30)
        let ceiling = min(settings.longestDelay, settings.firstDelay << doublings)
        return Int64(Double(ceiling) * random)
    }
}
