import LatheDatabase
import LatheJobs

/// Looks at a queue again and again.
struct Watch: Sendable {
    enum Event: Sendable {
        case resized
        case stop
    }

    let queue: JobQueue
    let view: any WatchView
    var interval = Duration.milliseconds(500)
    /// False: nobody sees it any more.
    var hasReader: @Sendable () -> Bool = { true }

    /// Returns when it is told to stop, or nobody reads.
    /// - Throws: `DatabaseError` where the first look fails; later the view says so, and there are others.
    func run(_ events: AsyncStream<Event>) async throws {
        try await withThrowingTaskGroup { group in
            group.addTask { try await look() }
            group.addTask {
                for await event in events {
                    if event == .stop { return }
                    view.redraw()
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func look() async throws {
        let clock = ContinuousClock()
        var census = Census()
        var isFirst = true
        while hasReader() {
            let start = clock.now
            do {
                let states = census.states(at: start)
                var overview = try await queue.overview(counting: states, named: view.named)
                census.complete(&overview, counted: states, from: start, to: clock.now)
                try view.show(overview)
            } catch let error as DatabaseError where !isFirst && ExitStatus(error) == .unavailable {
                view.show(error)
            }
            isFirst = false
            try await Task.sleep(for: interval)
        }
    }
}

/// Which states are counted in a look. What was done long ago is most of what there is: it is counted only so often that
/// a twentieth of the time goes into it.
struct Census {
    private var ended: [Job.State: Int] = [:]
    private var next: ContinuousClock.Instant?

    private static let history: Set<Job.State> = [.succeeded, .cancelled]

    func states(at time: ContinuousClock.Instant) -> [Job.State] {
        let isDue = next.map { $0 <= time } ?? true
        return Job.State.allCases.filter { isDue || !Self.history.contains($0) }
    }

    /// Adds the last counts of the states that were left out, or keeps the new ones.
    mutating func complete(
        _ overview: inout QueueOverview, counted states: [Job.State], from start: ContinuousClock.Instant,
        to end: ContinuousClock.Instant
    ) {
        guard states.count == Job.State.allCases.count else {
            return overview.counts.merge(ended) { counted, _ in counted }
        }
        ended = overview.counts.filter { Self.history.contains($0.key) }
        next = end + (end - start) * 20
    }
}
