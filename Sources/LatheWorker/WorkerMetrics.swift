public import LatheTelemetry

/// What a worker counts.
public struct WorkerMetrics: Sendable {
    let leaseExpiries: Counter
    let bytesIn: Counter
    let bytesOut: Counter
    let attemptDuration: Histogram
    let realTime: Histogram
    private let attempts: MetricFamily<Counter>
    private let stages: MetricFamily<Histogram>

    /// - Parameter metrics: where they are to be scraped.
    public init(in metrics: Metrics = Metrics()) {
        leaseExpiries =
            metrics.counter(
                "lathe_lease_expiries_total", help: "Jobs taken from workers that had fallen silent.")[]
        bytesIn = metrics.counter("lathe_master_bytes_total", help: "Bytes of the masters that were encoded.")[]
        bytesOut = metrics.counter("lathe_stored_bytes_total", help: "Bytes put into the store.")[]
        attempts = metrics.counter(
            "lathe_attempts_total", help: "Attempts at jobs that ended, by how.", labels: ["outcome"])
        attemptDuration =
            metrics.histogram(
                "lathe_attempt_seconds", help: "From a claim to its end.", bounds: Self.durations)[]
        stages = metrics.histogram(
            "lathe_stage_seconds", help: "What the stages of transcodes took.", labels: ["stage"],
            bounds: Self.durations)
        realTime =
            metrics.histogram(
                "lathe_transcode_real_time_ratio", help: "Seconds of music made for each second of encoding.",
                bounds: [1, 2, 5, 10, 20, 30, 50, 75, 100, 200])[]
    }

    /// Seconds.
    private static let durations = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 10_000]

    func ended(_ outcome: String) { attempts[outcome].increment() }

    func took(_ stage: String, seconds: Double) { stages[stage].observe(seconds) }
}
