internal import Foundation
internal import Synchronization

/// A client's connection, as the sweeper sees it.
///
/// The library closes the descriptor; nothing is done to it after that, for the number may be another's by then.
final class Connection: Sendable {
    let address: RemoteAddress
    private let descriptor: Int32
    private let state: Mutex<State>

    private struct State {
        var isOpen = true
        /// Nothing goes either way any more; the library will notice, and close the descriptor.
        var isShut = false
        var activity: Activity
        var exchange: Exchange?
    }

    init(descriptor: Int32, address: RemoteAddress) {
        self.descriptor = descriptor
        self.address = address
        state = Mutex(State(activity: .fresh(since: .now)))
    }

    /// What the connection is doing from now on.
    func set(_ activity: Activity) { state.withLock { $0.activity = activity } }

    func begin(_ exchange: Exchange) {
        state.withLock {
            $0.exchange = exchange
            $0.activity = .header(since: .now)
        }
    }

    func endExchange() {
        state.withLock {
            $0.exchange = nil
            $0.activity = .idle(since: .now)
        }
    }

    var exchange: Exchange? { state.withLock { $0.exchange } }

    /// The content goes on, or is held up: counts for the rate.
    func meter(_ change: (inout RateMeter) -> Void) {
        state.withLock {
            guard case .receiving(var meter) = $0.activity else { return }
            change(&meter)
            $0.activity = .receiving(meter)
        }
    }

    /// The library is about to close the descriptor.
    func closed() { state.withLock { $0.isOpen = false } }

    /// Sends a short last word and says that nothing follows.
    ///
    /// - Returns: how many bytes the system took.
    func sendLast(_ bytes: [UInt8]) -> Int {
        state.withLock { state in
            guard state.isOpen else { return 0 }
            let sent = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            shutdown(descriptor, Int32(SHUT_WR))
            return max(0, sent)
        }
    }

    /// Does what is due now.
    func sweep(at now: ContinuousClock.Instant, _ deadlines: Deadlines, isDraining: Bool) {
        let (isGone, exchange) = state.withLock { state -> (Bool, Exchange?) in
            guard state.isOpen else { return (false, nil) }
            let isGone =
                switch state.activity.verdict(at: now, deadlines, isDraining: isDraining) {
                case .keep: false
                case .close: true
                case .discard: hasHungUpAfterDiscarding()
                case .watch: hasHungUp()
                }
            if isGone { shut(&state) }
            return (isGone, state.exchange)
        }
        if isGone { exchange?.clientIsGone() }
    }

    /// Since when the connection is between two requests; nil if it is not.
    var idleSince: ContinuousClock.Instant? {
        state.withLock { state in
            guard case .idle(let since) = state.activity, state.isOpen else { return nil }
            return since
        }
    }

    func closeIfIdle() {
        state.withLock { state in
            guard case .idle = state.activity, state.isOpen else { return }
            shut(&state)
        }
    }

    /// Whether something may still go to the client or come from it.
    var isInUse: Bool { state.withLock { $0.isOpen && !$0.isShut } }

    private func shut(_ state: inout State) {
        shutdown(descriptor, Int32(SHUT_RDWR))
        state.isShut = true
    }

    private func hasHungUp() -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(Self.peerHungUp), revents: 0)
        return poll(&request, 1, 0) > 0
    }

    /// POLLRDHUP of poll(2), which glibc declares under _GNU_SOURCE only.
    private static let peerHungUp = 0x2000

    private func hasHungUpAfterDiscarding() -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 16 << 10, alignment: 1) { buffer in
            // As much as a fast client sends between two sweeps, but not for ever.
            for _ in 0..<256 {
                let count = recv(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
                if count == 0 { return true }
                if count < 0 { return errno != EAGAIN && errno != EINTR }
            }
            return false
        }
    }
}
