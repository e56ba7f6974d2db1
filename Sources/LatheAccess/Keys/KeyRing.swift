internal import Synchronization

/// The keys of a key file, as it is now. Any thread may use it.
///
/// It notices a change by itself: it looks whether the file is another at most once a second, and once more a second
/// for kids that it does not know, so that a rotation elsewhere is felt at once and unknown kids cost nothing. The look
/// is one stat(2) on the caller's thread, and after a change one read of some kilobytes: keep the file on a local disk.
/// A file that became unreadable or wrong does not end the service: the last good keys stay, and `failure` says why.
public final class KeyRing: Sendable {
    private struct State {
        var set: KeySet
        var fingerprint: PrivateFile.Fingerprint
        var failure: AccessError?
        var schedule = ReloadSchedule()
    }

    private let store: KeyStore
    private let state: Mutex<State>

    /// Reads a key file.
    /// - Throws: `AccessError`: no file, one that others may read, one with a fault.
    public init(_ store: KeyStore) throws(AccessError) {
        let (set, fingerprint) = try store.read()
        self.store = store
        state = Mutex(State(set: set, fingerprint: fingerprint))
    }

    /// Why the last change of the file was not taken; nil if it was.
    public var failure: AccessError? { state.withLock { $0.failure } }

    /// The key that signs.
    public func activeKey(at now: UnixTime) -> AccessKey { current(at: now).active }

    func current(at now: UnixTime) -> KeySet { current(asking: nil, at: now) }

    func lookUp(_ kid: String, at now: UnixTime) -> KeyLookup { current(asking: kid, at: now).lookUp(kid, at: now) }

    private func current(asking kid: String?, at now: UnixTime) -> KeySet {
        let (set, known, isDue) = state.withLock { state in
            let isUnknown = if let kid, case .unknown = state.set.lookUp(kid, at: now) { true } else { false }
            return (state.set, state.fingerprint, state.schedule.isDue(at: now, kidIsUnknown: isUnknown))
        }
        guard isDue, store.fingerprint != known else { return set }
        return reloaded()
    }

    private func reloaded() -> KeySet {
        let result: Result<(set: KeySet, fingerprint: PrivateFile.Fingerprint), AccessError>
        do throws(AccessError) { result = .success(try store.read()) } catch { result = .failure(error) }
        return state.withLock { state in
            switch result {
            case .success(let (set, fingerprint)):
                (state.set, state.fingerprint, state.failure) = (set, fingerprint, nil)
            case .failure(let error): state.failure = error
            }
            return state.set
        }
    }
}

/// When to look at the file: once a second, and once a second more for a kid that is not known.
struct ReloadSchedule {
    private var lastLook, lastUnknown: UnixTime?

    mutating func isDue(at now: UnixTime, kidIsUnknown: Bool) -> Bool {
        // Unequal rather than later: a clock that was set back must not stop us from looking.
        if lastLook != now {
            lastLook = now
            return true
        }
        guard kidIsUnknown, lastUnknown != now else { return false }
        lastUnknown = now
        return true
    }
}
