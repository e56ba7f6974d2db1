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
        var isFirst = true
        while hasReader() {
            let start = clock.now
            do {
                try view.show(try await queue.overview(named: view.named))
            } catch let error as DatabaseError where !isFirst && ExitStatus(error) == .unavailable {
                view.show(error)
            }
            isFirst = false
            // A look at very many jobs takes its time: four fifths of the database are others'.
            try await Task.sleep(for: max(interval, (clock.now - start) * 4))
        }
    }
}
