internal import LatheAccess
internal import LatheCrypto
internal import LatheStorage
internal import Synchronization

/// Files that were just asked for, kept open for two seconds: those who listen to one track ask for the same ones, and
/// to open a file takes more system calls than to send it.
///
/// So long a file that was deleted or replaced may be served on, which no playlist minds. At most 512 are open.
final class OpenFiles: Sendable {
    /// A file, and what is said of it in every answer.
    struct Entry: Sendable {
        let file: ObjectFile
        let type: String
        /// With its quotes; nil where the file system's must do.
        let entityTag: String?
        let caching: Caching
    }

    private static let freshness = Duration.seconds(2)
    private static let capacity = 512

    private struct State {
        var entries: [String: (entry: Entry, until: ContinuousClock.Instant)] = [:]
        var nextSweep = ContinuousClock.now
    }

    private let store: DirectoryStore
    private let state = Mutex(State())

    init(_ store: DirectoryStore) { self.store = store }

    /// Nil where there is no such file, which is not remembered: it may appear at any moment.
    func file(for grant: DeliveryGrant) throws -> Entry? {
        let (path, now) = (grant.path, ContinuousClock.now)
        let known = state.withLock { state in state.entries[path].flatMap { $0.until > now ? $0.entry : nil } }
        if let known { return known }
        guard let key = grant.key, let file = try store.file(of: key) else { return nil }
        let entry = Entry(
            file: file, type: file.object.contentType ?? "application/octet-stream",
            entityTag: file.object.sha256.map { "\"\($0.hexadecimal)\"" },
            caching: Caching(stored: file.cacheControl, name: path))
        state.withLock { state in
            if now >= state.nextSweep || state.entries.count >= Self.capacity {
                state.entries = state.entries.filter { $0.value.until > now }
                state.nextSweep = now + Self.freshness
            }
            if state.entries.count < Self.capacity { state.entries[path] = (entry, now + Self.freshness) }
        }
        return entry
    }
}
