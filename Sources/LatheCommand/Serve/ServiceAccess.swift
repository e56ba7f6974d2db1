import LatheAccess
import LatheService

/// What the service lets people in by: its keys, and the token of the first run.
struct ServiceAccess: Sendable {
    /// What every token of an installation says, whoever issues it.
    static let policy = TokenPolicy(issuer: "lathe", audience: "lathe")

    let keys: KeyRing
    let duties: Set<Service.Duty>
    let publicURL: String
    private let adminToken: String?
    /// What `lathe token` needs to find the keys.
    private let place: String

    /// Makes the key file where there is none. It reads and writes: not to be called on a cooperative thread.
    ///
    /// - Returns: nil where the configured roles let nobody in.
    /// - Throws: `AccessError`; `CommandError` where there cannot be a folder for it.
    init?(_ configuration: Configuration) throws {
        duties = Set(configuration.roles.value.compactMap(\.duty))
        guard !duties.isEmpty else { return nil }
        try configuration.makeFolder(of: configuration.keys.value)
        let bootstrap = try Bootstrap(
            KeyStore(path: configuration.keys.value), policy: Self.policy, at: .now)
        keys = bootstrap.ring
        adminToken = bootstrap.adminToken
        publicURL = configuration.publicURL.value ?? "http://\(configuration.listen.value.reachable)"
        place = [("--data", configuration.data), ("--keys", configuration.keys)].map { option, value in
            value.origin == .builtIn ? "" : " \(option) \(shellQuoted(value.value))"
        }.joined()
    }

    /// What whoever started the service is told: once how to sign in, later how to make another token.
    var greeting: String {
        let address = "Lathe serves \(publicURL)\n"
        guard let adminToken else {
            return address + "To sign in, make a token: lathe token --role admin --subject NAME\(place)\n"
        }
        return address + """
            Sign in as an administrator: \(publicURL)/#token=\(adminToken)
            The link is good for 24 hours and is not shown again; `lathe token` makes others.

            """
    }
}

extension ServeRole {
    fileprivate var duty: Service.Duty? {
        switch self {
        case .api: .api
        case .media: .media
        case .worker: nil
        }
    }
}

extension Endpoint {
    /// How a program on this machine reaches it, where it listens on every address.
    fileprivate var reachable: Endpoint {
        switch host {
        case "0.0.0.0": Endpoint(host: "127.0.0.1", port: port)
        case "::": Endpoint(host: "::1", port: port)
        default: self
        }
    }
}
