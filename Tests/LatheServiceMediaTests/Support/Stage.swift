internal import Foundation
internal import LatheAccess
internal import LatheCatalog
internal import LatheDatabase
@testable internal import LatheHTTP
internal import LatheJobs
@testable internal import LatheService
internal import LatheStorage
internal import LatheTelemetry
internal import LatheWorker
internal import Synchronization

/// A service in a folder of its own, with a clock that stands still until it is moved.
final class Stage: Sendable {
    let folder: String
    let service: Service
    let store: any ObjectStore
    let router: Router
    let ring: KeyRing
    private let policy = TokenPolicy(issuer: "lathe", audience: "lathe")
    private let clock: Clock

    private final class Clock: Sendable {
        let seconds = Mutex(UnixTime.now.seconds)
    }

    static func make(
        limiter: RateLimiter = RateLimiter([:]), change: (inout ServiceSettings) -> Void = { _ in },
        store makeStore: (_ folder: String) throws -> any ObjectStore = { try DirectoryStore($0 + "/store") }
    ) async throws -> Stage {
        let folder = FileManager.default.temporaryDirectory.path + "/lathe-stage-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let database = try Database(DatabaseURL(file: folder + "/lathe.db"))
        try await database.migrate(JobQueue.migrations + Catalog.migrations)
        return try Stage(folder, database, makeStore(folder), limiter, change)
    }

    private init(
        _ folder: String, _ database: Database, _ store: any ObjectStore, _ limiter: RateLimiter,
        _ change: (inout ServiceSettings) -> Void
    ) throws {
        let clock = Clock()
        let keys = KeyStore(path: folder + "/keys.json")
        _ = try keys.createIfAbsent()
        let ring = try KeyRing(keys)
        var settings = ServiceSettings(publicURL: "http://music.example")
        change(&settings)
        let catalog = Catalog(database: database)
        (self.folder, self.store, self.ring, self.clock) = (folder, store, ring, clock)
        service = Service(
            Service.Parts(
                settings: settings, catalog: catalog, queue: JobQueue(makingTracksOf: catalog), store: store,
                keys: ring, verifier: TokenVerifier(policy: policy, ring: ring), limiter: limiter,
                log: .silent, metrics: Metrics(), now: { UnixTime(clock.seconds.withLock { $0 }) }))
        router = service.router
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var now: UnixTime { UnixTime(clock.seconds.withLock { $0 }) }

    func move(bySeconds seconds: Int64) { clock.seconds.withLock { $0 += seconds } }

    func token(for subject: String = "ada", role: Role = .artist) throws -> String {
        try TokenIssuer(policy: policy, ring: ring).token(for: subject, role: role, lifetime: 7200, at: now)
    }

    /// Asks the router; the target may be a URL of ours.
    func send(
        _ method: String, _ target: String, headers: [String: String] = [:], content: [UInt8] = [],
        by subject: String? = nil, role: Role = .artist
    ) async throws -> Answer {
        var fields = HTTPHeaders()
        for (name, value) in headers { fields.add(name, value) }
        if let subject { fields.add("Authorization", "Bearer \(try token(for: subject, role: role))") }
        let path = target.replacing("http://music.example", with: "")
        guard let parsed = RequestTarget(path) else { return Answer(status: 400, headers: [:], content: []) }
        let request = Request(
            HTTPMethod(rawValue: method), parsed, headers: fields, remoteAddress: "203.0.113.5", id: "7",
            body: content.isEmpty ? .empty : .bytes(content))
        return try await Answer(router.respond(to: request), isHead: method == "HEAD")
    }
}

/// What came back.
struct Answer: Sendable {
    let status: Int
    let headers: [String: String]
    let content: [UInt8]

    init(status: Int, headers: [String: String], content: [UInt8]) {
        (self.status, self.headers, self.content) = (status, headers, content)
    }

    init(_ response: Response, isHead: Bool) async throws {
        status = response.status.code
        headers = Dictionary(response.headers.fields.map { ($0.name.lowercased(), $0.value) }) { first, _ in first }
        switch response.body {
        case _ where isHead || response.status == 304: content = []
        case .none: content = []
        case .bytes(let bytes): content = bytes
        case .file(let file):
            let handle = FileHandle(fileDescriptor: file.takeDescriptor(), closeOnDealloc: true)
            try handle.seek(toOffset: UInt64(file.range.lowerBound))
            content = Array(try handle.read(upToCount: file.range.count) ?? Data())
        case .stream: content = []
        }
    }

    var text: String { String(decoding: content, as: UTF8.self) }

    func json<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(content))
    }
}

/// A ticket, as clients read it.
struct Ticket: Decodable {
    let uploadUrl, trackUrl, uploadId, `protocol`: String
    let headers: [String: String]
    let maxBytes: Int
}
