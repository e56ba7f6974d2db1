internal import LatheCrypto

/// Signs paths for listeners. Any thread may use it; a signature takes about a microsecond.
public struct DeliverySigner: Sendable {
    private let ring: KeyRing

    /// Signs with the active key of a ring.
    public init(_ ring: KeyRing) { self.ring = ring }

    /// A token that opens a revision for a listener: for three times its duration, 10 minutes at least, 6 hours at
    /// most. Within five minutes the same arguments give the same token.
    /// - Parameter duration: of the track; nil if it is not known yet, which gives the longest life.
    public func token(
        for prefix: DeliveryPrefix, subject: String, duration: Duration?, at now: UnixTime
    ) -> DeliveryToken {
        let set = ring.current(at: now)
        let expiresAt = DeliveryLifetime.end(duration: duration, at: now)
        let (kid, end, name) = (set.active.kid, String(expiresAt.seconds), DeliveryToken.shortName(of: subject))
        let message = DeliveryToken.message(kid: kid.utf8, end: end.utf8, subject: name.utf8, prefix: prefix)
        let code = Base64URL.text(set.activeSecret.delivery.code(of: message))
        return DeliveryToken(
            text: "\(DeliveryToken.version).\(kid).\(end).\(name).\(code)", prefix: prefix, expiresAt: expiresAt)
    }
}
