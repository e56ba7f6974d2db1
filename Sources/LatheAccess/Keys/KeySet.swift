internal import LatheCrypto

/// The keys of one file: names differ, and exactly one key, a shared one, is active.
struct KeySet: Sendable {
    let keys: [AccessKey]
    let active: AccessKey
    let activeSecret: SharedKey
    private let byKid: [String: AccessKey]

    /// Checks the rules; the fault is one clause.
    init(_ keys: [AccessKey]) throws(KeySetFault) {
        let byKid = Dictionary(keys.map { ($0.kid, $0) }) { first, _ in first }
        guard byKid.count == keys.count else { throw KeySetFault(cause: "two keys have one kid") }
        let active = keys.filter { $0.state == .active }
        guard active.count == 1, let first = active.first else {
            throw KeySetFault(cause: "\(active.count) keys are active instead of one")
        }
        guard case .shared(let secret) = first.material else {
            throw KeySetFault(cause: "the active key \(first.kid) has no secret to sign with")
        }
        (self.keys, self.active, activeSecret, self.byKid) = (keys, first, secret, byKid)
    }

    /// A set of one new key.
    static func new() -> KeySet { KeySet(signingWith: .generated(kidsInUse: []), others: []) }

    private init(signingWith key: NewKey, others: [AccessKey]) {
        active = AccessKey(kid: key.kid, state: .active, algorithm: .hs256, material: .shared(key.secret))
        activeSecret = key.secret
        keys = [active] + others
        byKid = Dictionary(keys.map { ($0.kid, $0) }) { first, _ in first }
    }

    /// The key of a name, if it may verify at this moment.
    func lookUp(_ kid: String, at now: UnixTime) -> KeyLookup {
        guard let key = byKid[kid] else { return .unknown }
        switch key.state {
        case .active, .verifying(until: nil): return .found(key)
        case .verifying(let until?): return now < until ? .found(key) : .retired
        case .retired: return .retired
        }
    }
}

/// What is known of a kid.
enum KeyLookup: Sendable {
    case found(AccessKey)
    case retired
    case unknown
}

/// Why keys are no set.
struct KeySetFault: Error, Equatable {
    let cause: String
}

extension KeySet {
    /// Retired names that are remembered; the oldest are forgotten first.
    private static let retiredLimit = 32

    /// The set with a new active key. The former one verifies for `grace` more seconds; keys whose grace has passed
    /// lose their secrets.
    func rotated(grace: Int64, at now: UnixTime) -> KeySet {
        let others = keys.map { key in
            switch key.state {
            case .active where grace > 0: key.becoming(.verifying(until: now + grace))
            case .active: key.becoming(.retired(since: now))
            case .verifying(let until?) where until <= now: key.becoming(.retired(since: until))
            case .verifying, .retired: key
            }
        }
        let retired = others.filter(\.isRetired).prefix(Self.retiredLimit)
        return KeySet(
            signingWith: .generated(kidsInUse: Set(keys.map(\.kid))), others: others.filter { !$0.isRetired } + retired)
    }
}

extension AccessKey {
    fileprivate var isRetired: Bool { if case .retired = state { true } else { false } }
}

/// A secret of 32 random bytes and a name that nothing else has.
private struct NewKey {
    let kid: String
    let secret: SharedKey

    static func generated(kidsInUse: Set<String>) -> NewKey {
        var kid: String
        repeat { kid = Hexadecimal.text(SecureRandom.bytes(4)) } while kidsInUse.contains(kid)
        return NewKey(kid: kid, secret: SharedKey(.random(32)))
    }
}
