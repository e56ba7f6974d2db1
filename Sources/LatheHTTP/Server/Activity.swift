/// What a connection is doing, and since when: all that its deadlines depend on.
enum Activity {
    typealias Instant = ContinuousClock.Instant

    /// Accepted; no request has begun.
    case fresh(since: Instant)
    /// Between two requests.
    case idle(since: Instant)
    /// A request's header is arriving.
    case header(since: Instant)
    /// A request's content is arriving.
    case receiving(RateMeter)
    /// The handler is at work.
    case handling
    /// The answer must be with the client by then.
    case sending(until: Instant)
    /// Refused: what the client still sends is thrown away until it hangs up.
    case lingering(until: Instant)

    enum Verdict: Equatable {
        case keep
        case close
        /// Throw away what arrived.
        case discard
        /// Look whether the client is still there.
        case watch
    }

    func verdict(at now: Instant, _ deadlines: Deadlines, isDraining: Bool) -> Verdict {
        switch self {
        case .fresh(let since): isDraining || now - since > deadlines.header ? .close : .keep
        case .idle(let since): isDraining || now - since > deadlines.keepAlive ? .close : .keep
        case .header(let since): now - since > deadlines.header ? .close : .keep
        case .receiving(let meter): meter.isTooSlow(at: now, deadlines) ? .close : .keep
        case .handling: .watch
        case .sending(let end): now > end ? .close : .keep
        case .lingering(let end): now > end ? .close : .discard
        }
    }
}
