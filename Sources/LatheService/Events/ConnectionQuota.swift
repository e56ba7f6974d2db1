internal import Synchronization

/// How many connections stay open at the same time, together and for each caller.
final class ConnectionQuota: Sendable {
    private struct State {
        var total = 0
        var perSubject: [String: Int] = [:]
    }

    private let limit: Int
    private let limitPerSubject: Int
    private let state = Mutex(State())

    init(limit: Int = 1000, perSubject: Int = 8) { (self.limit, limitPerSubject) = (limit, perSubject) }

    /// One of the places, given back with its last holder; nil where none is free.
    func place(for subject: String) -> Place? {
        let isFree = state.withLock { state in
            guard state.total < limit, state.perSubject[subject, default: 0] < limitPerSubject else { return false }
            state.total += 1
            state.perSubject[subject, default: 0] += 1
            return true
        }
        return isFree ? Place(quota: self, subject: subject) : nil
    }

    private func giveBack(_ subject: String) {
        state.withLock { state in
            state.total -= 1
            let left = state.perSubject[subject, default: 1] - 1
            state.perSubject[subject] = left == 0 ? nil : left
        }
    }

    final class Place: Sendable {
        private let quota: ConnectionQuota
        private let subject: String

        fileprivate init(quota: ConnectionQuota, subject: String) { (self.quota, self.subject) = (quota, subject) }

        deinit { quota.giveBack(subject) }
    }
}
