internal import Synchronization

/// Whether what runs on a thread should stop.
final class Cancellation: Sendable {
    private let isRequestedNow = Atomic(false)

    var isRequested: Bool { isRequestedNow.load(ordering: .relaxed) }
    func request() { isRequestedNow.store(true, ordering: .relaxed) }
    func check() throws { if isRequested { throw CancellationError() } }
}
