/// Measures what a client sends against the least rate; the clock stands still while the server does not listen.
struct RateMeter {
    private var waited: Duration = .zero
    private var listeningSince: ContinuousClock.Instant?
    private var bytes = 0

    init(at now: ContinuousClock.Instant) { listeningSince = now }

    mutating func received(_ count: Int) { bytes += count }

    mutating func pause(at now: ContinuousClock.Instant) {
        if let since = listeningSince { waited += now - since }
        listeningSince = nil
    }

    mutating func listen(at now: ContinuousClock.Instant) { listeningSince = listeningSince ?? now }

    func isTooSlow(at now: ContinuousClock.Instant, _ deadlines: Deadlines) -> Bool {
        waited + (listeningSince.map { now - $0 } ?? .zero) > deadlines.time(for: bytes)
    }
}
