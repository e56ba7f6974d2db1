internal import Glibc

/// What tests make go wrong inside a child process, where a broken decoder would.
public struct ProvokedFault: Sendable, Equatable {
    public enum Kind: String, Sendable { case crash, hang }

    let kind: Kind
    /// Masters whose path contains this.
    let pattern: String

    /// - Parameter text: `crash:poison`, `hang:slow`.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let kind = Kind(rawValue: String(parts[0])) else { return nil }
        self.kind = kind
        pattern = String(parts[1])
    }

    func concerns(_ master: String) -> Bool { master.contains(pattern) }

    func strike() {
        switch kind {
        case .crash: abort()
        case .hang: while true { pause() }
        }
    }
}
