internal import LatheAccess
internal import LatheCatalog
internal import LatheDatabase
internal import LatheTelemetry

extension Service {
    /// Lets the limits of requests follow the load, until the task is cancelled.
    ///
    /// Two waits are measured, and the longer counts: of calls for a connection to the database, and of tasks for a thread
    /// of Swift's, by how late this one wakes.
    public func watchLoad(every interval: Duration = .milliseconds(250)) async {
        let gauge = parts.metrics.gauge(
            "lathe_load_factor", help: "How much of their limits changes and uploads have; 1 without load.")[]
        var governor = LoadGovernor()
        var wasLoaded = false
        while true {
            let due = ContinuousClock.now + interval
            do { try await Task.sleep(until: due, clock: .continuous) } catch { return }
            let factor = governor.observe(max(.now - due, parts.catalog.database.longestWait))
            parts.limiter.setLoad(factor: factor)
            gauge.set(factor)
            // Half of it, so that the log does not swing where the factor does not.
            guard wasLoaded ? factor == 1 : factor < 0.5 else { continue }
            wasLoaded.toggle()
            parts.log.notice(wasLoaded ? "overloaded: changes and uploads are limited" : "no longer overloaded")
        }
    }
}
