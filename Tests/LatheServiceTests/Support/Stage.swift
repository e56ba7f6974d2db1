import LatheAccess
import LatheCatalog
import LatheDatabase
import LatheHTTP
import LatheJobs
import LatheStorage
import LatheTelemetry
import LatheWorker
import Synchronization
import TestDatabases
import TestServers

@testable import LatheService

/// A service of one's own, on an empty database, without a socket. What was taken of its limits does not come back.
final class Stage: Sendable {
    let service: Service
    let catalog: Catalog
    let queue: JobQueue
    let store: KeyStore
    private let router: Router
    private let issuer: TokenIssuer
    private let record = Mutex<[Exchange]>([])

    /// All that was asked for and answered.
    var exchanges: [Exchange] { record.withLock { $0 } }

    init(
        database: Database, folder: String, limits: [RateClass: RatePolicy] = [:]
    ) throws {
        store = KeyStore(path: folder + "/keys.json")
        _ = try store.createIfAbsent()
        let keys = try KeyRing(store)
        let policy = TokenPolicy(issuer: "lathe", audience: "lathe")
        catalog = Catalog(database: database)
        queue = JobQueue(makingTracksOf: catalog)
        issuer = TokenIssuer(policy: policy, ring: keys)
        let start = ContinuousClock.now
        service = Service(
            Service.Parts(
                settings: ServiceSettings(publicURL: "http://music.test"), catalog: catalog, queue: queue,
                store: try DirectoryStore(folder + "/store"), keys: keys,
                verifier: TokenVerifier(policy: policy, ring: keys), limiter: RateLimiter(limits, now: { start }),
                log: .silent, metrics: Metrics(), now: { .now }))
        router = service.router
    }

    func token(_ caller: Caller) throws -> String? {
        guard let (subject, role, tenant) = caller.identity else { return nil }
        return try issuer.token(for: subject, role: role, tenant: tenant, lifetime: 3600, at: .now)
    }

    /// Sends a request to `/api/v1…`.
    @discardableResult
    func send(
        _ method: String, _ path: String, as caller: Caller = .member, _ json: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> Exchange {
        var fields = HTTPHeaders()
        if let token = try token(caller) { fields.add("Authorization", "Bearer \(token)") }
        if json != nil, headers["Content-Type"] == nil { fields.add("Content-Type", "application/json") }
        for (name, value) in headers { fields.add(name, value) }
        guard let target = RequestTarget("/api/v1\(path)") else { throw Unusable(path: path) }
        let response = await router.respond(
            to: Request(
                HTTPMethod(rawValue: method), target, headers: fields, remoteAddress: "192.0.2.7", id: "r1",
                body: json.map { .bytes(Array($0.utf8)) } ?? .empty))
        let exchange = Exchange(method: method, path: path, response)
        record.withLock { $0.append(exchange) }
        return exchange
    }

    struct Unusable: Error { let path: String }
}

/// Who asks.
enum Caller: String, CaseIterable {
    case nobody, listener, stranger, member, admin, worker
    /// An administrator of another tenant.
    case foreign

    var identity: (subject: String, role: Role, tenant: String?)? {
        switch self {
        case .nobody: nil
        case .listener: ("listener", .listener, nil)
        case .stranger: ("stranger", .artist, nil)
        case .member: ("member", .artist, nil)
        case .admin: ("admin", .admin, nil)
        case .worker: ("worker", .worker, nil)
        case .foreign: ("foreign", .admin, "elsewhere")
        }
    }
}

extension DatabaseKind {
    /// Runs a test on a stage with such a database, and leaves nothing behind.
    func onStage(limits: [RateClass: RatePolicy] = [:], _ body: (Stage) async throws -> Void) async throws {
        try await withDatabase(self) { database in
            let folder = try TemporaryFolder()
            try await database.migrate(JobQueue.migrations + Catalog.migrations)
            try await body(Stage(database: database, folder: folder.path, limits: limits))
        }
    }
}
