/// The first run of an installation: a key file, and one token to begin with.
public struct Bootstrap: Sendable {
    /// The keys of this installation.
    public let ring: KeyRing
    /// An administrator's token, on the run that made the key file and never again. Show it once; it is stored nowhere.
    public let adminToken: String?

    /// Opens the key file, and makes it first if there is none. Of several processes that begin at once, one gets the
    /// token.
    /// - Parameter lifetime: seconds that the token lives; time enough to make accounts.
    /// - Throws: `AccessError`.
    public init(
        _ store: KeyStore, policy: TokenPolicy, lifetime: Int64 = 24 * 3600, at now: UnixTime
    ) throws(AccessError) {
        let isFirstRun = try store.createIfAbsent()
        ring = try KeyRing(store)
        adminToken =
            isFirstRun
            ? try TokenIssuer(policy: policy, ring: ring).token(
                for: "admin", role: .admin, lifetime: lifetime, at: now) : nil
    }
}
