public import LatheAccess
public import LatheCatalog
public import LatheHTTP
public import LatheJobs
public import LatheStorage
public import LatheTelemetry

/// The service between people and music: it takes masters in, says what there is, and who may listen.
///
/// It holds no state of its own but what it remembers for seconds: everything is in the database, the store and the key
/// file, so that any number of instances can stand side by side.
public struct Service: Sendable {
    let parts: Parts
    let gate: Gate
    /// What listeners have asked for lately.
    let streams = StreamCache()
    /// Who listens to news.
    let hub: EventHub

    /// What a service is made of.
    public struct Parts: Sendable {
        /// How it serves.
        public var settings: ServiceSettings
        /// What there is.
        public var catalog: Catalog
        /// Where what is to be made waits; in the catalogue's database, for both are written in one transaction.
        public var queue: JobQueue
        /// Where masters and packages lie.
        public var store: any ObjectStore
        /// What it signs with.
        public var keys: KeyRing
        /// Whose tokens it takes.
        public var verifier: TokenVerifier
        /// Who may ask how often.
        public var limiter: RateLimiter
        /// Hears what clients are not told.
        public var log: Log
        /// Where it counts.
        public var metrics: Metrics
        /// The time.
        public var now: @Sendable () -> UnixTime

        /// Puts the parts together.
        public init(
            settings: ServiceSettings, catalog: Catalog, queue: JobQueue, store: any ObjectStore, keys: KeyRing,
            verifier: TokenVerifier, limiter: RateLimiter, log: Log, metrics: Metrics,
            now: @escaping @Sendable () -> UnixTime
        ) {
            self.settings = settings
            self.catalog = catalog
            self.queue = queue
            self.store = store
            self.keys = keys
            self.verifier = verifier
            self.limiter = limiter
            self.log = log
            self.metrics = metrics
            self.now = now
        }
    }

    /// A service of these parts.
    public init(_ parts: Parts) {
        self.parts = parts
        gate = Gate(verifier: parts.verifier, limiter: parts.limiter, now: parts.now)
        hub = EventHub(parts.catalog, parts.queue, parts.log)
    }

    /// Ends the streams of news, which have no end of their own, and begins no more: a server that waits for its requests
    /// to end would wait for them.
    public func endStreams() { hub.close() }

    /// Where the API's paths begin.
    static let apiPrefix = "/api/v1"

    /// What of the service a process answers.
    public enum Duty: Sendable, CaseIterable {
        /// What is read and written as JSON, news, and the web page.
        case api
        /// Masters in, packages out.
        case media
    }

    /// Everything that the service answers.
    public var router: Router { router(for: Set(Duty.allCases)) }

    /// What a process with these duties answers; all else is not found there.
    public func router(for duties: Set<Duty>) -> Router {
        var router = Router(log: parts.log)
        if duties.contains(.media) { addMedia(to: &router) }
        guard duties.contains(.api) else { return router }
        addAPI(to: &router)
        addEvents(to: &router)
        addPage(to: &router)
        return router
    }

    /// Puts away what nobody asks for any more, and finishes what an older version left to do: to be called every minute
    /// or so, by one process or by several.
    public func maintain() async throws {
        while try await parts.catalog.indexOldTracks() > 0 {}
        while try await parts.catalog.forgetAnswers() > 0 {}
        try await forgetNews()
        try await collectUploads()
    }

    private func forgetNews() async throws {
        let (now, settings) = (parts.now().seconds * 1000, parts.settings)
        while try await parts.catalog.forgetNews(
            before: now - settings.newsRetention * 1000, unreadBefore: now - settings.unreadNewsRetention * 1000) > 0
        {}
    }
}
